package dev.downbeat.playbook.tool.http;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as the playbook means it, before overrides.
 *
 * @param method in upper case
 * @param uri absolute, with the query
 * @param headers by name
 * @param body what to send, or null
 * @param followRedirects whether a 3xx with a location is followed
 * @param verifySsl whether certificates are checked
 */
record HttpCall(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable BodyPublisher body,
        boolean followRedirects,
        boolean verifySsl) {

    HttpCall {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Returns the request that a redirect asks for; secrets do not follow to another host. */
    HttpCall redirected(int status, URI target) {
        boolean asGet = status == 303 || (status <= 302 && method.equals("POST"));
        Map<String, String> kept = new LinkedHashMap<>(headers);
        if (!sameOrigin(target)) {
            kept.keySet()
                    .removeIf(name -> name.equalsIgnoreCase("authorization")
                            || name.equalsIgnoreCase("cookie")
                            || name.toLowerCase(Locale.ROOT).contains("key"));
        }
        if (asGet) {
            kept.keySet().removeIf(name -> name.equalsIgnoreCase("content-type"));
        }
        return new HttpCall(asGet ? "GET" : method, target, kept, asGet ? null : body, followRedirects, verifySsl);
    }

    private boolean sameOrigin(URI other) {
        return String.valueOf(uri.getRawAuthority()).equalsIgnoreCase(String.valueOf(other.getRawAuthority()))
                && String.valueOf(uri.getScheme()).equalsIgnoreCase(String.valueOf(other.getScheme()));
    }

    /** Returns what stands in messages: without query and user, which may hold secrets. */
    String shown() {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return method + " " + uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
    }
}
