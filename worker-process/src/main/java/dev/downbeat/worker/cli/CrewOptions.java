package dev.downbeat.worker.cli;

import dev.downbeat.worker.run.Crew;
import dev.downbeat.worker.run.LocalCrew;
import dev.downbeat.worker.run.StubbedCrew;
import dev.downbeat.worker.run.WorkerFleet;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Setting;
import dev.downbeat.worker.settings.Settings;
import dev.downbeat.worker.spawn.WorkerLaunch;
import dev.downbeat.worker.spawn.WorkerSpawner;
import dev.downbeat.worker.stub.StubServer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does the work of a run; a picocli mixin. */
final class CrewOptions {
    /** Where playbooks run. */
    enum Place {
        LOCAL,
        DISTRIBUTED
    }

    @Option(names = "--workers", paramLabel = "N", description = "worker processes to spawn")
    private @Nullable String workers;

    @Option(
            names = {"-r", "--runtime"},
            paramLabel = "local|distributed",
            description = "local: one worker in this process instead of spawned ones")
    private Place place = Place.DISTRIBUTED;

    @Option(names = "--stub", description = "answer the examples' HTTP calls from a small server of this command")
    private boolean stub;

    void decide(CommonOptions common) {
        common.flag(KnownSettings.RUN_WORKERS, workers);
    }

    /** Starts the crew, and the stub server before it. */
    Crew start(Session session, boolean verbose) {
        if (!stub) {
            return start(session, session.settings(), verbose);
        }
        StubServer server = StubServer.start();
        try {
            return new StubbedCrew(start(session, overridden(session.settings(), server), verbose), server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private Crew start(Session session, Settings settings, boolean verbose) {
        if (place == Place.LOCAL) {
            return LocalCrew.start(settings, session.database().url());
        }
        WorkerSpawner spawner = WorkerSpawner.ofThisJvm();
        return WorkerFleet.start(
                verbose ? spawner.logTo(session.console()::notice) : spawner,
                launch(session, settings),
                settings.get(KnownSettings.RUN_WORKERS),
                settings.get(KnownSettings.WORKER_GRACE),
                session.console()::warn);
    }

    /** Hands every setting that somebody set on to the workers, wherever it came from. */
    private static WorkerLaunch launch(Session session, Settings settings) {
        WorkerLaunch launch = WorkerLaunch.on(session.database().url()).heap(settings.get(KnownSettings.WORKER_HEAP));
        for (Setting<?> setting : KnownSettings.ALL) {
            if (settings.isSet(setting) && !setting.equals(KnownSettings.DATABASE)) {
                launch = launch.with("--setting", setting.key() + "=" + settings.text(setting));
            }
        }
        return launch;
    }

    private static Settings overridden(Settings settings, StubServer server) {
        Map<String, String> overrides = new LinkedHashMap<>(server.overrides());
        overrides.putAll(settings.get(KnownSettings.HTTP_HOST_OVERRIDES));
        String text = WorkerOptions.overrides(overrides);
        return text == null ? settings : settings.with(KnownSettings.HTTP_HOST_OVERRIDES, text);
    }
}
