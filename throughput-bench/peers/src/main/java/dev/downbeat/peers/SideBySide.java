package dev.downbeat.peers;

import dev.downbeat.bench.run.Environment;
import dev.downbeat.bench.statistics.Sample;
import dev.downbeat.schema.Database;
import dev.downbeat.schema.DatabaseLocator;
import dev.downbeat.schema.scratch.ScratchDatabase;
import dev.downbeat.schema.scratch.ScratchDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs every peer, in turns, so that a slow spell of the machine strikes all of them; prints medians, spreads and ratios.
 *
 * <p>The processes are fresh for each run, and drain half as many before the clock starts, so that their code is compiled.
 */
public final class SideBySide {
    private static final Duration CONNECT = Duration.ofSeconds(30);

    private SideBySide() {}

    /** Takes executions, processes and repeats. The server is {@code DATABASE_URL}'s, else one made for this run. */
    public static void main(String[] args) throws Exception {
        int tasks = Integer.parseInt(args[0]);
        int workers = Integer.parseInt(args[1]);
        int repeats = Integer.parseInt(args[2]);
        Path home = Files.createTempDirectory("downbeat-peers");
        Map<Peer, List<Double>> rates = new LinkedHashMap<>();
        try (Database server = DatabaseLocator.open(Optional.ofNullable(System.getenv("DATABASE_URL")), home, CONNECT);
                ScratchDatabases databases = ScratchDatabases.prepare(server.url())) {
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (Peer peer : Peers.ALL) {
                    try (ScratchDatabase database = databases.fresh()) {
                        double rate = new PeerRun(peer, tasks, workers).on(database);
                        rates.computeIfAbsent(peer, ignored -> new ArrayList<>())
                                .add(rate);
                        System.err.printf(Locale.ROOT, "%s: %,.0f/s%n", peer.name(), rate);
                        if (repeat == 0 && rates.size() == 1) {
                            Environment.read(database.dataSource())
                                    .forEach((name, value) -> System.out.printf("%s: %s%n", name, value));
                        }
                    }
                }
            }
        }
        System.out.printf(
                Locale.ROOT, "%n%,d executions that do nothing, %d processes, %d repeats%n%n", tasks, workers, repeats);
        double ours = Sample.of(Objects.requireNonNull(rates.get(Peers.ALL.getFirst())))
                .median();
        for (Map.Entry<Peer, List<Double>> entry : rates.entrySet()) {
            Sample sample = Sample.of(entry.getValue());
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %-16s %,10.0f/s  ± %2.0f %%  %s%n",
                    entry.getKey().name(),
                    entry.getKey().version(),
                    sample.median(),
                    sample.relativeSpread() * 100,
                    entry.getKey().equals(Peers.ALL.getFirst())
                            ? ""
                            : String.format(Locale.ROOT, "downbeat does %.1f times as many", ours / sample.median()));
        }
    }
}
