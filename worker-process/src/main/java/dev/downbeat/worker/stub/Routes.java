package dev.downbeat.worker.stub;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Finds the answer to a request.
 *
 * <table>
 * <caption>Addresses</caption>
 * <tr><td>{@code /delay/MS}</td><td>answers after MS milliseconds</td></tr>
 * <tr><td>{@code /status/CODE}</td><td>answers with that status</td></tr>
 * <tr><td>{@code /echo}</td><td>what was sent</td></tr>
 * <tr><td>{@code /flaky?key=&failures=&status=}</td><td>the first {@code failures} calls under {@code key} fail</td></tr>
 * <tr><td>{@code /payload?kb=}</td><td>a text of that many KiB</td></tr>
 * <tr><td>{@code /posts}, {@code /posts/ID}</td><td>20 blog posts, or one</td></tr>
 * <tr><td>{@code /weather/CITY}</td><td>a temperature</td></tr>
 * <tr><td>{@code /heavy?item=&answer_kb=&fail_rate=&missing_item=}</td><td>takes a large body; see {@link #heavy}</td></tr>
 * <tr><td>{@code /api/v1/assessments?page=&pageSize=}</td><td>a list by page</td></tr>
 * <tr><td>{@code /api/v1/endless?page=}</td><td>a list without an end</td></tr>
 * <tr><td>{@code /api/v1/users?offset=&limit=}</td><td>a list by offset</td></tr>
 * <tr><td>{@code /api/v1/events?cursor=&limit=}</td><td>a list by cursor</td></tr>
 * <tr><td>{@code /api/v1/flaky?key=&page=&fail_on=}</td><td>a list by page whose page {@code fail_on} fails once</td></tr>
 * </table>
 */
final class Routes {

    private static final int POSTS = 20;
    private static final int MAX_TEXT_KIB = 4_096;

    private final Calls calls = new Calls();

    Answer answer(Request request) {
        String path = request.path();
        return switch (path) {
            case "/echo" -> echo(request);
            case "/flaky" -> flaky(request);
            case "/payload" -> Answer.ok(Map.of("blob", text(request, "kb")));
            case "/heavy" -> heavy(request);
            case "/posts" -> Answer.ok(Records.range(1, request.number("count", POSTS, 0, 100_000), Records::post));
            case "/api/v1/assessments" -> Pages.byPage(request);
            case "/api/v1/endless" -> Pages.endless(request);
            case "/api/v1/users" -> Pages.byOffset(request);
            case "/api/v1/events" -> Pages.byCursor(request);
            case "/api/v1/flaky" -> flakyPage(request);
            default -> byPrefix(request);
        };
    }

    private static Answer byPrefix(Request request) {
        String path = request.path();
        if (path.startsWith("/delay/")) {
            int millis = request.pathNumber("/delay/", 0, StubServer.MAX_DELAY_MILLIS);
            return Answer.ok(Map.of("delayed_ms", millis)).delayed(millis);
        }
        if (path.startsWith("/status/")) {
            int status = request.pathNumber("/status/", 200, 599);
            return status < 300 ? new Answer(status, Map.of(), Map.of("status", status), 0) : refused(status);
        }
        if (path.startsWith("/posts/")) {
            return Answer.ok(Records.post(request.pathNumber("/posts/", 1, POSTS)));
        }
        if (path.startsWith("/weather/")) {
            return weather(path.substring("/weather/".length()));
        }
        return Answer.error(404, "no such address: " + path);
    }

    private static Answer echo(Request request) {
        return Answer.ok(Map.of(
                "method", request.method(),
                "query", request.query(),
                "headers", request.headers(),
                "body", request.body()));
    }

    private Answer flaky(Request request) {
        int call = calls.next("flaky " + request.text("key", ""));
        boolean fails = call <= request.number("failures", 1, 0, 1_000);
        return fails ? refused(request.number("status", 503, 400, 599)) : Answer.ok(Map.of("call", call));
    }

    private Answer flakyPage(Request request) {
        boolean unlucky = request.text("page", "1").equals(request.text("fail_on", ""));
        if (unlucky && calls.next("page " + request.text("key", "")) == 1) {
            return refused(503);
        }
        return Pages.byPage(request);
    }

    private static Answer weather(String city) {
        int celsius = city.length() * 7 % 40;
        return Answer.ok(Map.of("city", city, "temperature_c", celsius));
    }

    /**
     * Takes a large body, says how long it was, and answers with a text of {@code answer_kb} KiB.
     *
     * <p>{@code missing_item} is answered with 404. Of all other calls the share {@code fail_rate} is answered with 503;
     * which ones follows from the item and from how often it was asked, so that a second try may succeed.
     */
    private Answer heavy(Request request) {
        int item = request.number("item", 0, 0, 1_000_000_000);
        if (item == request.number("missing_item", -1, -1, 1_000_000_000)) {
            return Answer.error(404, "no such item: " + item);
        }
        int call = calls.next("heavy " + request.text("key", "") + " " + item);
        if (spread(31L * item + call) < request.fraction("fail_rate")) {
            return refused(503);
        }
        return Answer.ok(Map.of(
                "item",
                item,
                "received_bytes",
                request.body().getBytes(StandardCharsets.UTF_8).length,
                "call",
                call,
                "detail",
                text(request, "answer_kb")));
    }

    private static String text(Request request, String parameter) {
        return "x".repeat(request.number(parameter, 0, 0, MAX_TEXT_KIB) << 10);
    }

    private static Answer refused(int status) {
        return status == 429 || status == 503
                ? Answer.retryAfter(status, "come again later")
                : Answer.error(status, "refused with status " + status);
    }

    /** Spreads numbers evenly over 0 (included) to 1 (excluded): the finalizer of SplitMix64. */
    private static double spread(long seed) {
        long mixed = seed * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
