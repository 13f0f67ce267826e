package dev.downbeat.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.TestDatabase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MetricsEndpointIT {

    @Test
    void tellsWhetherTheWorkerIsReadyAndTakesNothingButQuestions() throws Exception {
        AtomicBoolean ready = new AtomicBoolean();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

        try (TestDatabase database = TestDatabase.fresh();
                MetricsEndpoint endpoint = MetricsEndpoint.open(anyPort, database.dataSource())) {
            assertThat(status(endpoint, "GET", "/ready")).isEqualTo(503);
            endpoint.readyWhen(ready::get);
            assertThat(status(endpoint, "GET", "/ready")).isEqualTo(503);
            ready.set(true);

            assertThat(status(endpoint, "GET", "/ready")).isEqualTo(200);
            assertThat(status(endpoint, "HEAD", "/metrics")).isEqualTo(200);
            assertThat(status(endpoint, "POST", "/metrics")).isEqualTo(405);
            assertThat(status(endpoint, "GET", "/metrics/else")).isEqualTo(404);
        }
    }

    private static int status(MetricsEndpoint endpoint, String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .timeout(Duration.ofMinutes(1))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
