package dev.downbeat.playbook.tool.postgres;

import dev.downbeat.playbook.settings.PostgresSettings;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.Fields;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kind {@code postgres}: SQL on the installation's own database, or on the one that {@code auth} names. */
public final class PostgresTool implements Tool {
    private static final Set<String> SOURCES = Set.of("command", "query", "commands", "sql");

    @Override
    public String kind() {
        return "postgres";
    }

    @Override
    public List<String> faults(Map<String, ? extends @Nullable Object> spec) {
        List<String> faults = new ArrayList<>();
        if (SOURCES.stream().noneMatch(source -> spec.get(source) != null)) {
            faults.add("postgres needs 'command', 'query' or 'commands'");
        }
        Object transaction = spec.get("transaction");
        if (transaction != null && !Set.of("per_task", "per_statement").contains(transaction.toString())) {
            faults.add("'transaction': expected per_task or per_statement, got " + transaction);
        }
        Object pool = spec.get("pool");
        if (pool != null && !(pool instanceof Map || pool instanceof Boolean || pool instanceof String)) {
            faults.add("'pool': expected a mapping such as {max_size: 20}, got " + pool);
        }
        return faults;
    }

    @Override
    public Map<String, @Nullable Object> run(ToolCall call) throws ToolException, InterruptedException {
        Fields fields = call.fields();
        PostgresSettings settings = call.services().settings().postgres();
        List<Statement> statements = statements(fields);
        if (statements.isEmpty()) {
            throw ToolException.of(ErrorKind.SCHEMA, "there is no statement in 'command'");
        }
        Databases.Target target =
                Databases.of(call).target(call, fields.any("auth", "credential"), PoolOptions.of(fields, settings));
        boolean perTask = !fields.text("transaction").orElse("per_task").equals("per_statement");
        Deadline deadline = call.deadline(settings.timeout());
        var runner = new StatementRunner(target.own(), perTask, settings.maxRows(), deadline);
        return new SqlWork()
                .run(target.pool(), deadline, (connection, work) -> runner.run(connection, work, statements));
    }

    private static List<Statement> statements(Fields fields) throws ToolException {
        Optional<Object> params = fields.any("params", "parameters");
        Object source = fields.any("command", "query", "commands", "sql")
                .orElseThrow(() -> ToolException.of(ErrorKind.SCHEMA, "'command' is missing"));
        if (!(source instanceof List<?> list)) {
            return Statement.of(source.toString(), params);
        }
        List<Statement> statements = new ArrayList<>();
        for (Object item : list) {
            Map<String, @Nullable Object> entry = PlainData.map(item).orElse(null);
            if (entry == null) {
                statements.addAll(Statement.of(String.valueOf(item), params));
            } else {
                var own = new Fields(entry);
                Optional<Object> ownParams = own.any("params", "parameters");
                statements.addAll(Statement.of(
                        own.require("command", "query", "sql"), ownParams.isPresent() ? ownParams : params));
            }
        }
        return statements;
    }
}
