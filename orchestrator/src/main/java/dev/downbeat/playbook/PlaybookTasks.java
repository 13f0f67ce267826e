package dev.downbeat.playbook;

import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.pipeline.PipelineRunner;
import dev.downbeat.playbook.pipeline.ToolRunner;
import dev.downbeat.playbook.result.BlobArtifacts;
import dev.downbeat.playbook.run.Canceller;
import dev.downbeat.playbook.run.Commands;
import dev.downbeat.playbook.run.Engine;
import dev.downbeat.playbook.run.StepHandler;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.tool.ToolServices;
import dev.downbeat.playbook.tool.Tools;
import dev.downbeat.queue.Worker;
import dev.downbeat.schema.SchemaInstaller;
import javax.sql.DataSource;

/**
 * Makes a worker able to run playbooks: the tasks that carry them, and the tools. Closing ends what the tools have
 * opened; the worker is stopped before.
 *
 * <pre>{@code
 * try (var tasks = PlaybookTasks.open(database, toolDatabase, PlaybookSettings.DEFAULTS, Credentials.NONE)) {
 *     Worker worker = tasks.addTo(Worker.on(Queue.on(database))).build();
 *     worker.start();
 *     …
 * }
 * }</pre>
 */
public final class PlaybookTasks implements AutoCloseable {
    private final Engine engine;
    private final ToolServices services;
    private final ToolRunner tools;

    private PlaybookTasks(Engine engine, ToolServices services, Tools tools) {
        this.engine = engine;
        this.services = services;
        this.tools = new ToolRunner(tools, engine.templates(), services);
    }

    /**
     * Opens the tools on the class path.
     *
     * @param database the installation's database, as the worker's queue uses it
     * @param toolDatabase the same database through a pool of its own, for {@code postgres} calls without a credential
     */
    public static PlaybookTasks open(
            DataSource database, DataSource toolDatabase, PlaybookSettings settings, Credentials credentials) {
        return open(database, toolDatabase, settings, credentials, Tools.installed());
    }

    /** Opens these tools. */
    public static PlaybookTasks open(
            DataSource database,
            DataSource toolDatabase,
            PlaybookSettings settings,
            Credentials credentials,
            Tools tools) {
        String process = "pid-" + ProcessHandle.current().pid();
        Engine engine = Engines.on(database, settings, tools, process);
        ToolServices services = new ToolServices(
                settings, toolDatabase, credentials, new BlobArtifacts(engine.sql(), engine.results()));
        return new PlaybookTasks(engine, services, tools);
    }

    /**
     * Lets the worker take the commands of playbooks.
     *
     * @throws IllegalArgumentException if the worker's queue is another installation than {@code downbeat}, where
     *     playbooks live
     */
    public Worker.Builder addTo(Worker.Builder builder) {
        String schema = builder.queue().schema();
        if (!schema.equals(SchemaInstaller.SCHEMA)) {
            throw new IllegalArgumentException(
                    "Playbooks run in the installation '%s' alone: schema=%s. Give them a worker on Queue.on(dataSource)."
                            .formatted(SchemaInstaller.SCHEMA, schema));
        }
        Canceller canceller = new Canceller(engine);
        return builder.handle(Commands.STEP, new StepHandler(engine, tools, new PipelineRunner(tools)))
                .run(Commands.SWEEP, (sweep, context) -> canceller.sweep(sweep.executionId()));
    }

    /** Ends what the tools have opened, such as their child processes. */
    @Override
    public void close() {
        services.close();
    }
}
