package dev.downbeat.playbook.tool.http;

import dev.downbeat.playbook.settings.HttpSettings;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ToolException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests over one pool of HTTP/1.1 connections, at most so many at once. Redirects are followed here, so that
 * each hop is overridden and guarded like the first. Safe for use by several threads.
 */
public final class HttpCaller implements AutoCloseable {
    private static final int MAX_REDIRECTS = 10;
    /** Headers that the client sets itself. */
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

    private final HttpSettings settings;
    private final HostOverrides overrides;
    private final Semaphore slots;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient verifying;
    private final HttpClient trusting;

    /** Opens a client; no connection is made before the first call. */
    public HttpCaller(HttpSettings settings) {
        // The JDK's pool knows no other place for this; what the operator has set wins.
        System.getProperties()
                .putIfAbsent(
                        "jdk.httpclient.keepalive.timeout",
                        Long.toString(settings.keepaliveExpiry().toSeconds()));
        this.settings = settings;
        this.overrides = new HostOverrides(settings.overrides());
        this.slots = new Semaphore(settings.maxConnections(), true);
        this.verifying = client().build();
        this.trusting = client().sslContext(TrustAll.context()).build();
    }

    /** Sends a request, follows redirects, and returns the last response. */
    HttpResponse<byte[]> send(HttpCall first, Deadline deadline) throws ToolException, InterruptedException {
        if (!slots.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
            throw ToolException.of(
                    ErrorKind.TIMEOUT,
                    "no connection became free in time: http.max_connections=" + settings.maxConnections());
        }
        try {
            HttpCall call = first;
            for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
                HttpResponse<byte[]> response = exchange(call, deadline);
                String location = response.headers().firstValue("location").orElse("");
                if (!call.followRedirects() || !isRedirect(response.statusCode()) || location.isEmpty()) {
                    return response;
                }
                call = call.redirected(response.statusCode(), target(call, location));
            }
            throw ToolException.of(ErrorKind.CLIENT_ERROR, "more than 10 redirects: " + first.shown());
        } finally {
            slots.release();
        }
    }

    @Override
    public void close() {
        verifying.shutdownNow();
        trusting.shutdownNow();
        executor.shutdownNow();
    }

    private HttpClient.Builder client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(executor)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER);
    }

    private HttpResponse<byte[]> exchange(HttpCall call, Deadline deadline) throws ToolException, InterruptedException {
        HttpClient client = call.verifySsl() ? verifying : trusting;
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request(call), head -> new CappedBody(settings.maxResponseBytes()));
        try {
            return response.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw ToolException.of(ErrorKind.TIMEOUT, "no complete response in time: " + call.shown());
        } catch (ExecutionException e) {
            throw failure(call, e.getCause() == null ? e : e.getCause());
        } finally {
            response.cancel(true);
        }
    }

    private HttpRequest request(HttpCall call) throws ToolException {
        URI uri = overrides.target(call.uri()).orElse(call.uri());
        if (settings.refusePrivateAddresses() && uri.equals(call.uri())) {
            AddressGuard.check(uri);
        }
        try {
            HttpRequest.BodyPublisher body = call.body();
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .method(call.method(), body == null ? HttpRequest.BodyPublishers.noBody() : body);
            call.headers().forEach((name, value) -> {
                if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                    request.setHeader(name, value);
                }
            });
            return request.build();
        } catch (IllegalArgumentException e) {
            throw ToolException.of(ErrorKind.SCHEMA, "the request is not valid HTTP: " + e.getMessage());
        }
    }

    private static URI target(HttpCall call, String location) throws ToolException {
        try {
            URI target = call.uri().resolve(FormText.escaped(location));
            if (target.getHost() != null && String.valueOf(target.getScheme()).startsWith("http")) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw ToolException.of(ErrorKind.CLIENT_ERROR, "redirected to what is no address: " + call.shown());
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static ToolException failure(HttpCall call, Throwable cause) {
        if (cause instanceof CappedBody.TooLargeException) {
            return ToolException.of(ErrorKind.SCHEMA, cause.getMessage() + ": " + call.shown());
        }
        if (cause instanceof HttpTimeoutException) {
            return ToolException.of(ErrorKind.TIMEOUT, "the connection was not open in time: " + call.shown());
        }
        if (cause instanceof IOException) {
            return ToolException.of(ErrorKind.CONNECTION, reason(cause) + ": " + call.shown());
        }
        return ToolException.of(ErrorKind.UNKNOWN, reason(cause) + ": " + call.shown());
    }

    private static String reason(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage() == null ? cause.getMessage() : deepest.getMessage();
        String type = cause.getClass().getSimpleName();
        return message == null ? type : type + ", " + message;
    }
}
