package dev.downbeat.playbook.tool.transfer;

import dev.downbeat.playbook.settings.PostgresSettings;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.Fields;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import dev.downbeat.playbook.tool.http.HttpTool;
import dev.downbeat.playbook.tool.postgres.Databases;
import dev.downbeat.playbook.tool.postgres.SqlWork;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The kind {@code transfer}: {@code source} ({@code type: http} with the fields of http and {@code data_path}, or
 * {@code type: postgres} with {@code query}) into {@code target} ({@code table}, {@code mode: append | replace}) by
 * {@code mapping} (target column: source field), beside the target or in it. The target is one transaction.
 */
public final class TransferTool implements Tool {
    private static final int CHUNK_SIZE = 1_000;

    @Override
    public String kind() {
        return "transfer";
    }

    @Override
    public List<String> faults(Map<String, ? extends @Nullable Object> spec) {
        List<String> faults = new ArrayList<>();
        for (String side : List.of("source", "target")) {
            if (PlainData.map(spec.get(side)).isEmpty()) {
                faults.add("transfer needs '%s', a mapping".formatted(side));
            }
        }
        return faults;
    }

    @Override
    public Map<String, @Nullable Object> run(ToolCall call) throws ToolException, InterruptedException {
        PostgresSettings settings = call.services().settings().postgres();
        Fields fields = call.fields();
        var source = new Fields(fields.map("source"));
        var target = new Fields(fields.map("target"));
        int chunkSize = fields.number("chunk_size", CHUNK_SIZE, 1);
        Map<String, @Nullable Object> mapping =
                fields.any("mapping").isPresent() ? fields.map("mapping") : target.map("mapping");
        Deadline deadline = call.deadline(settings.timeout());
        Databases databases = Databases.of(call);
        String type = source.text("type", "kind", "tool").orElse("postgres");
        ItemSource items = type.equals("http") ? http(call, source) : null;
        if (items == null && !type.equals("postgres")) {
            throw ToolException.of(ErrorKind.SCHEMA, "'source.type': expected http or postgres, got " + type);
        }
        Databases.Target from = databases.target(call, source.any("auth", "credential"));
        Databases.Target to = databases.target(call, target.any("auth", "credential"));
        String query = items == null ? source.require("query", "command") : "";
        String table = target.require("table");
        boolean replace = target.text("mode").orElse("append").equals("replace");
        return new SqlWork().run(to.pool(), deadline, (connection, work) -> {
            try (RowSource rows = items == null ? query(from, work, query, chunkSize) : items) {
                var copy = new Copy(connection, to.own(), quoted(table), replace);
                return copy.all(rows, mapping, chunkSize);
            }
        });
    }

    private static ItemSource http(ToolCall call, Fields source) throws ToolException, InterruptedException {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(source.values());
        spec.putIfAbsent("timeout", call.spec().get("timeout"));
        Map<String, @Nullable Object> response =
                new HttpTool().run(new ToolCall(call.name(), spec, call.args(), call.context(), call.services()));
        return new ItemSource(
                response.get("data"), source.text("data_path", "path").orElse(""));
    }

    private static RowSource query(Databases.Target from, SqlWork work, String query, int chunkSize)
            throws SQLException {
        Connection connection = from.pool().getConnection();
        try {
            connection.setAutoCommit(false);
            Statement statement = work.running(connection.createStatement());
            if (from.own()) {
                statement.execute("set local search_path = public");
            }
            statement.setFetchSize(chunkSize);
            return new QuerySource(connection, statement, query);
        } catch (SQLException e) {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.close();
            throw e;
        }
    }

    private static String quoted(String name) {
        return List.of(name.split("\\.", -1)).stream()
                .map(part -> part.startsWith("\"") ? part : '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }

    /** One copy into one table, as one transaction. */
    private record Copy(Connection connection, boolean own, String table, boolean replace) {

        Map<String, @Nullable Object> all(RowSource rows, Map<String, @Nullable Object> mapping, int chunkSize)
                throws SQLException, ToolException {
            Map<String, String> columns = columns(rows, mapping);
            connection.setAutoCommit(false);
            try {
                try (Statement statement = connection.createStatement()) {
                    statement.execute((own ? "set local search_path = public; " : "")
                            + (replace ? "truncate " + table : "select 1"));
                }
                Map<String, @Nullable Object> counts = copy(rows, columns, chunkSize);
                connection.commit();
                return counts;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }

        private Map<String, @Nullable Object> copy(RowSource rows, Map<String, String> columns, int chunkSize)
                throws SQLException {
            String names = columns.keySet().stream().map(TransferTool::quoted).collect(Collectors.joining(", "));
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy %s (%s) from stdin".formatted(table, names));
            try {
                long count = 0;
                int chunks = 0;
                var text = new CopyText();
                while (rows.next()) {
                    for (String field : columns.values()) {
                        text.value(rows.value(field));
                    }
                    text.endRow();
                    if (++count % chunkSize == 0) {
                        write(copy, text);
                        chunks++;
                    }
                }
                chunks += count % chunkSize == 0 ? 0 : 1;
                write(copy, text);
                copy.endCopy();
                Map<String, @Nullable Object> counts = new LinkedHashMap<>();
                counts.put("status", "success");
                counts.put("rows_transferred", count);
                counts.put("chunks", chunks);
                return counts;
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        }

        private static void write(CopyIn copy, CopyText text) throws SQLException {
            byte[] bytes = text.take().getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
        }

        private static Map<String, String> columns(RowSource rows, Map<String, @Nullable Object> mapping)
                throws SQLException, ToolException {
            Map<String, String> columns = new LinkedHashMap<>();
            if (mapping.isEmpty()) {
                rows.fields().forEach(field -> columns.put(field, field));
            }
            mapping.forEach((column, field) -> columns.put(column, field == null ? column : field.toString()));
            if (columns.isEmpty()) {
                throw ToolException.of(
                        ErrorKind.SCHEMA, "there is nothing to transfer: no 'mapping', and no fields in the source");
            }
            return columns;
        }
    }
}
