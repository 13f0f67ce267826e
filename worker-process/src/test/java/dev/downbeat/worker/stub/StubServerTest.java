package dev.downbeat.worker.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answers that the example playbooks build on. */
class StubServerTest {

    private final StubServer stub = StubServer.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        stub.close();
        client.close();
    }

    @Test
    void listensOnTheLoopbackAddressUnderThePrefixOfThePlaybooks() {
        assertThat(stub.baseUrl().getHost()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(stub.overrides()).containsOnlyKeys(StubServer.PREFIX);
        assertThat(stub.port()).isPositive();
    }

    @Test
    void servesAllRecordsByPageByOffsetAndByCursor() throws Exception {
        var pages = new ArrayList<Integer>();
        for (int page = 1; page <= 4; page++) {
            pages.add(json("/api/v1/assessments?page=" + page).path("data").size());
        }
        var offsets = new ArrayList<Integer>();
        for (int offset = 0; offset < 35; offset += 10) {
            offsets.add(json("/api/v1/users?limit=10&offset=" + offset)
                    .path("users")
                    .size());
        }
        var cursors = new ArrayList<Integer>();
        String cursor = "";
        do {
            JsonNode page = json("/api/v1/events?cursor=" + cursor);
            cursors.add(page.path("events").size());
            cursor = page.path("next_cursor").asText(null);
        } while (cursor != null);

        assertThat(List.<List<Integer>>of(pages, offsets, cursors)).containsOnly(List.of(10, 10, 10, 5));
    }

    @Test
    void failsAsOftenAsAskedUnderOneKeyAndThenSucceeds() throws Exception {
        var statuses = new ArrayList<Integer>();
        for (int call = 0; call < 3; call++) {
            statuses.add(get("/flaky?key=a&failures=2").statusCode());
        }

        assertThat(statuses).containsExactly(503, 503, 200);
        assertThat(get("/flaky?key=b&failures=0").statusCode()).isEqualTo(200);
    }

    @Test
    void failsTheAskedShareOfHeavyCallsTheSameWayEveryTime() throws Exception {
        int failed = 0;
        for (int item = 1; item <= 400; item++) {
            failed += get("/heavy?key=a&fail_rate=0.05&item=" + item).statusCode() == 503 ? 1 : 0;
        }
        int failedAgain = 0;
        for (int item = 1; item <= 400; item++) {
            failedAgain += get("/heavy?key=b&fail_rate=0.05&item=" + item).statusCode() == 503 ? 1 : 0;
        }

        assertThat(failed).isBetween(8, 32).isEqualTo(failedAgain);
        assertThat(get("/heavy?item=17&missing_item=17").statusCode()).isEqualTo(404);
    }

    @Test
    void holdsAnAnswerBackAsLongAsAsked() throws Exception {
        long begin = System.nanoTime();

        get("/delay/200");
        get("/echo?delay_ms=100");

        assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(290));
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        assertThat(get("/delay/soon").statusCode()).isEqualTo(400);
        assertThat(json("/delay/99999999").path("message").asText())
                .isEqualTo("path: expected a number from 0 to 30000, got 99999999");
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(get("/status/418").statusCode()).isEqualTo(418);
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(stub.baseUrl() + path)).build(), BodyHandlers.ofString());
    }
}
