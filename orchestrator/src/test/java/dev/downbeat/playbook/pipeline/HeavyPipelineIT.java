package dev.downbeat.playbook.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.graph.Backoff;
import dev.downbeat.playbook.graph.Directive;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.PipelineTask;
import dev.downbeat.playbook.graph.PolicyRule;
import dev.downbeat.playbook.graph.RetryOn;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.settings.PostgresSettings;
import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.template.Place;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.Template;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.Artifacts;
import dev.downbeat.playbook.tool.CallContext;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.PlainJson;
import dev.downbeat.playbook.tool.ToolOutcome;
import dev.downbeat.playbook.tool.ToolServices;
import dev.downbeat.playbook.tool.Tools;
import dev.downbeat.playbook.tool.postgres.Databases;
import dev.downbeat.schema.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Items of 256 KB through python, http, python, postgres and python, 15 at once, some calls answered 503. */
class HeavyPipelineIT {
    private static final int ITEMS = 90;
    private static final int AT_ONCE = 15;
    private static final int PAYLOAD_BYTES = 256 << 10;
    private static final long FLAT_BYTES = 96L << 20;

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void storesEveryItemAndKeepsTheHeapFlat() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                TestDatabase database = TestDatabase.fresh();
                var own = Databases.open(database.url(), PostgresSettings.DEFAULTS);
                var services = new ToolServices(PlaybookSettings.DEFAULTS, own, Credentials.NONE, Artifacts.NONE)) {
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
            database.execute("create table public.heavy (id int primary key, doc jsonb not null)");
            var runner = new PipelineRunner(new ToolRunner(Tools.installed(), Templates.standard(), services));
            Pipeline pipeline =
                    pipeline("http://127.0.0.1:" + server.getAddress().getPort() + "/");

            run(runner, pipeline, threads, 0, AT_ONCE);
            long before = usedAfterCollection();
            run(runner, pipeline, threads, AT_ONCE, ITEMS);
            long after = usedAfterCollection();

            try (var connection = database.dataSource().getConnection();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "select count(*), min(length(doc->>'text')), max(length(doc->>'text')) from public.heavy")) {
                rows.next();
                assertThat(List.of(rows.getInt(1), rows.getInt(2), rows.getInt(3)))
                        .containsExactly(ITEMS, PAYLOAD_BYTES, PAYLOAD_BYTES);
            }
            assertThat(after - before).isLessThan(FLAT_BYTES);
        } finally {
            server.stop(0);
        }
    }

    private static void run(PipelineRunner runner, Pipeline pipeline, ExecutorService threads, int from, int to)
            throws Exception {
        var slots = new Semaphore(AT_ONCE);
        List<Future<ToolOutcome>> running = new ArrayList<>();
        for (int item = from; item < to; item++) {
            Scope scope = Scope.of(Map.of("item", item));
            slots.acquire();
            running.add(threads.submit(() -> {
                try {
                    var context = new CallContext(1, "heavy", 1, Deadline.NONE);
                    return runner.run(pipeline, new CallSite(scope, Map.of(), Map.of(), List.of(), context))
                            .outcome();
                } finally {
                    slots.release();
                }
            }));
        }
        for (Future<ToolOutcome> outcome : running) {
            assertThat(outcome.get()).isEqualTo(new ToolOutcome.Succeeded(PAYLOAD_BYTES));
        }
    }

    private static Pipeline pipeline(String url) {
        return new Pipeline(
                List.of(
                        task(
                                "make",
                                "python",
                                Map.of("code", "result = {'size': %d}".formatted(PAYLOAD_BYTES)),
                                Map.of()),
                        new PipelineTask(
                                "fetch",
                                tool("http", Map.of("url", url, "json", Map.of("size", "{{ make.size }}")), Map.of()),
                                List.of(),
                                List.of(new PolicyRule(
                                        Condition.compile(
                                                "{{ outcome.status == 'error' and outcome.error.kind == 'server_error' }}",
                                                Place.NONE),
                                        new Directive.Retry(policy()),
                                        List.of(),
                                        1))),
                        task(
                                "shape",
                                "python",
                                Map.of("code", "result = {'text': page['text'], 'id': id}"),
                                Map.of("page", "{{ fetch.data }}", "id", "{{ item }}")),
                        task(
                                "store",
                                "postgres",
                                Map.of(
                                        "command",
                                        "insert into heavy values (:id, :doc)",
                                        "params",
                                        Map.of("id", "{{ shape.id }}", "doc", "{{ shape }}")),
                                Map.of()),
                        task(
                                "check",
                                "python",
                                Map.of("code", "def main(shape, stored):\n    return len(shape['text']) * stored"),
                                Map.of("shape", "{{ shape }}", "stored", "{{ store.command_0.row_count }}"))),
                1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean refuse = calls.incrementAndGet() % 20 == 0;
        byte[] body = PlainJson.bytes(Map.of("text", refuse ? "" : "x".repeat(PAYLOAD_BYTES)));
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(refuse ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static PipelineTask task(String name, String kind, Map<String, ?> fields, Map<String, ?> input) {
        return new PipelineTask(name, tool(kind, fields, input), List.of(), List.of());
    }

    private static ToolSpec tool(String kind, Map<String, ?> fields, Map<String, ?> input) {
        return new ToolSpec(kind, template(fields), template(input), null, 1);
    }

    private static Template template(Map<String, ?> source) {
        return Template.compile(new LinkedHashMap<>(source), Place.NONE);
    }

    private static RetryPolicy policy() {
        return new RetryPolicy(
                5,
                Set.of(RetryOn.ANY),
                Condition.ALWAYS,
                Condition.NEVER,
                new Backoff(Backoff.Kind.FIXED, Duration.ofMillis(20), 1, Backoff.LONGEST));
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
