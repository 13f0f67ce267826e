package dev.downbeat.playbook.tool.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.schema.testing.TestDatabase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransferToolIT {
    private static TestDatabase database;
    private ToolBench bench;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.fresh();
        database.execute("create table public.source (id int, name text, doc jsonb, tags text[], at timestamptz)");
        database.execute("create table public.target (id int, label text, doc jsonb, tags text[], at timestamptz)");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void open() {
        database.execute("truncate public.source, public.target");
        bench = new ToolBench(new TransferTool(), PlaybookSettings.DEFAULTS, database.dataSource());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void copiesTheRowsOfAQueryInEveryType() throws Exception {
        database.execute("""
                insert into public.source select n, E'a\\tb\\n\\\\c ' || n, jsonb_build_object('n', n, 'q', 'it''s'),
                    array['x,y', null, 'z"'], now() from generate_series(1, 2500) n
                """);
        database.execute("insert into public.source values (2501, null, null, null, null)");

        Object counts = bench.run(Map.of(
                "source", Map.of("type", "postgres", "query", "select id, name, doc, tags, at from source"),
                "target", Map.of("type", "postgres", "table", "public.target"),
                "mapping", Map.of("id", "id", "label", "name", "doc", "doc", "tags", "tags", "at", "at"),
                "chunk_size", 1000));

        assertThat(counts).isEqualTo(Map.of("status", "success", "rows_transferred", 2501L, "chunks", 3));
        assertThat(number("select count(*) from (select * from source except select * from target) missing"))
                .isZero();
    }

    @Test
    void copiesTheListOfAResponse() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body =
                    "{\"data\": {\"items\": [{\"id\": 1, \"user\": {\"name\": \"é\"}, \"doc\": {\"a\": [1]}}, {\"id\": 2}]}}"
                            .getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            bench.run(Map.of(
                    "source",
                    Map.of(
                            "type", "http",
                            "url", "http://127.0.0.1:" + server.getAddress().getPort() + "/",
                            "data_path", "data.items"),
                    "target",
                    Map.of("table", "target", "mode", "replace"),
                    "mapping",
                    Map.of("id", "id", "label", "user.name", "doc", "doc")));
        } finally {
            server.stop(0);
        }

        assertThat(number("select count(*) from target where (label = 'é' and doc = '{\"a\": [1]}') or id = 2"))
                .isEqualTo(2);
    }

    @Test
    void transfersNothingWhenOneRowIsRefused() throws Exception {
        database.execute("insert into public.source values (1, 'a'), (2, 'b')");

        assertThat(bench.fail(Map.of(
                                "source", Map.of("query", "select id, name as at from source"),
                                "target", Map.of("table", "target")))
                        .kind())
                .isEqualTo(ErrorKind.SCHEMA);
        assertThat(number("select count(*) from target")).isZero();
    }

    private static long number(String query) throws Exception {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
