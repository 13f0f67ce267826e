package dev.downbeat.playbook.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ResultView;
import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.playbook.tool.ToolException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call sends, and the shape of its answer. */
class HttpToolIT {
    private final EchoServer server = new EchoServer();
    private final String base = server.base();
    private final ToolBench bench = new ToolBench(new HttpTool());

    @AfterEach
    void close() {
        bench.close();
        server.close();
    }

    @Test
    void returnsTheWrapperWithJsonData() throws Exception {
        Map<String, @Nullable Object> result = get(Map.of("url", base + "/echo?a=1"));

        assertThat(result).containsEntry("status_code", 200).containsEntry("url", base + "/echo?a=1");
        assertThat(result).containsOnlyKeys("status_code", "headers", "url", "elapsed", "data");
        assertThat(PlainData.map(result.get("headers")).orElseThrow())
                .containsEntry("content-type", "application/json");
        assertThat(data(result)).containsEntry("method", "GET").containsEntry("query", "a=1");
        assertThat(PlainData.map(ResultView.of(result)).orElseThrow().get("method"))
                .isEqualTo("GET");
    }

    @Test
    void encodesParameters() throws Exception {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("q", "a b&c=ü");
        params.put("many", List.of(1, 2));
        params.put("none", null);

        Map<String, @Nullable Object> result = get(Map.of("url", base + "/echo?x={y}", "params", params));

        assertThat(data(result)).containsEntry("query", "x=%7By%7D&q=a%20b%26c%3D%C3%BC&many=1&many=2");
    }

    @Test
    void sendsBodiesByTheirShape() throws Exception {
        assertThat(sent(Map.of("json", Map.of("a", 1)))).isEqualTo("application/json|{\"a\":1}");
        assertThat(sent(Map.of("payload", List.of(1, 2)))).isEqualTo("application/json|[1,2]");
        assertThat(sent(Map.of("body", "{\"b\": 2}"))).isEqualTo("application/json|{\"b\": 2}");
        assertThat(sent(Map.of("data", "plain ü"))).isEqualTo("text/plain; charset=utf-8|plain ü");
        assertThat(sent(Map.of("form", Map.of("k", "v w")))).isEqualTo("application/x-www-form-urlencoded|k=v%20w");
        assertThat(sent(Map.of("body", "<a/>", "headers", Map.of("Content-Type", "text/xml"))))
                .isEqualTo("text/xml|<a/>");
    }

    @Test
    void provesWhoItIsByCredential() throws Exception {
        bench.credential("b", "bearer", Map.of("token", "t0k"));
        bench.credential("u", "basic", Map.of("username", "me", "password", "pw"));
        bench.credential("k", "api_key", Map.of("key", "s3cret", "header", "X-Key"));
        bench.credential("q", "api_key", Map.of("key", "s3cret", "in", "query", "name", "apikey"));

        assertThat(seen("b", "authorization")).isEqualTo("Bearer t0k");
        assertThat(seen("u", "authorization")).isEqualTo("Basic bWU6cHc=");
        assertThat(seen("k", "x-key")).isEqualTo("s3cret");
        assertThat(seen("q", "query")).isEqualTo("apikey=s3cret");
        assertThat(seen(Map.of("type", "bearer", "token", "inline"), "authorization"))
                .isEqualTo("Bearer inline");
        ErrorObject unknown = bench.fail(Map.of("url", base + "/echo", "auth", "nobody"));
        assertThat(unknown.kind()).isEqualTo(ErrorKind.AUTH);
        assertThat(unknown.message()).contains("credential 'nobody' is unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "401, auth, false",
        "403, auth, false",
        "404, not_found, false",
        "408, timeout, true",
        "409, client_error, false",
        "429, rate_limit, true",
        "500, server_error, true",
        "503, server_error, true"
    })
    void keepsTheWrapperOfAnError(int status, String kind, boolean retryable) throws Exception {
        ToolException failure = bench.failure(Map.of("url", base + "/status/" + status + "?secret=1"));

        assertThat(failure.error().kind().word()).isEqualTo(kind);
        assertThat(failure.error().status()).isEqualTo(status);
        assertThat(failure.error().retryable()).isEqualTo(retryable);
        assertThat(failure.error().message()).contains("HTTP " + status).doesNotContain("secret");
        assertThat(failure.error().details()).containsEntry("retry_after", 7L);
        assertThat(data(PlainData.map(failure.result()).orElseThrow())).containsEntry("told", status);
    }

    @Test
    void decodesByTypeOrFirstCharacter() throws Exception {
        assertThat(get(Map.of("url", base + "/text"))).containsEntry("data", "grüße");
        assertThat(get(Map.of("url", base + "/bare"))).containsEntry("data", List.of(1));
        assertThat(bench.fail(Map.of("url", base + "/broken")).kind()).isEqualTo(ErrorKind.PARSE);
    }

    @Test
    void followsRedirectsUnlessToldNotTo() throws Exception {
        assertThat(data(get(Map.of("url", base + "/redirect", "method", "POST", "json", 1))))
                .containsEntry("method", "GET")
                .containsEntry("query", "hop=1");
        assertThat(get(Map.of("url", base + "/redirect", "follow_redirects", false)))
                .containsEntry("status_code", 302);
    }

    private Map<String, @Nullable Object> get(Map<String, ?> spec) throws Exception {
        return PlainData.map(bench.run(spec)).orElseThrow();
    }

    private static Map<String, @Nullable Object> data(Map<String, @Nullable Object> result) {
        return PlainData.map(result.get("data")).orElseThrow();
    }

    private String sent(Map<String, ?> fields) throws Exception {
        Map<String, Object> spec = new LinkedHashMap<>(fields);
        spec.put("url", base + "/echo");
        Map<String, @Nullable Object> heard = data(get(spec));
        assertThat(heard).containsEntry("method", "POST");
        return heard.get("content-type") + "|" + heard.get("body");
    }

    private @Nullable Object seen(Object auth, String name) throws Exception {
        return data(get(Map.of("url", base + "/echo", "auth", auth))).get(name);
    }
}
