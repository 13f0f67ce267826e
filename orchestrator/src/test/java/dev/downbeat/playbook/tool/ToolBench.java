package dev.downbeat.playbook.tool;

import dev.downbeat.playbook.credential.Credential;
import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.settings.PlaybookSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Calls one tool as a step would, over real services. */
public final class ToolBench implements AutoCloseable, Credentials {
    private final Tool tool;
    private final ToolServices services;
    private final Map<String, Credential> credentials = new ConcurrentHashMap<>();

    public ToolBench(Tool tool) {
        this(tool, PlaybookSettings.DEFAULTS);
    }

    /** A bench for tools that need no database. */
    public ToolBench(Tool tool, PlaybookSettings settings) {
        this(tool, settings, new PGSimpleDataSource());
    }

    public ToolBench(Tool tool, PlaybookSettings settings, DataSource database) {
        this.tool = tool;
        this.services = new ToolServices(settings, database, this, Artifacts.NONE);
    }

    public ToolServices services() {
        return services;
    }

    public void credential(String name, String type, Map<String, String> fields) {
        credentials.put(name, new Credential(name, type, fields));
    }

    @Override
    public Optional<Credential> find(String name) {
        return Optional.ofNullable(credentials.get(name));
    }

    public @Nullable Object run(Map<String, ?> spec) throws ToolException, InterruptedException {
        return run(spec, Map.of());
    }

    public @Nullable Object run(Map<String, ?> spec, Map<String, ?> args) throws ToolException, InterruptedException {
        var context = new CallContext(1, "step", 1, Deadline.NONE);
        return tool.run(new ToolCall("step", new LinkedHashMap<>(spec), new LinkedHashMap<>(args), context, services));
    }

    /** Runs a call that must fail, and returns its error. */
    public ErrorObject fail(Map<String, ?> spec) throws InterruptedException {
        return failure(spec).error();
    }

    /** Runs a call that must fail, and returns its failure. */
    public ToolException failure(Map<String, ?> spec) throws InterruptedException {
        try {
            throw new AssertionError("It should have failed, and returned " + run(spec));
        } catch (ToolException e) {
            return e;
        }
    }

    @Override
    public void close() {
        services.close();
    }
}
