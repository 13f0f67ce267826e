package dev.downbeat.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * One worker process: ready, works from the first line that it reads to the second, so as to get warm, then from the third to
 * the end of its standard input.
 */
public final class PeerProcess {
    private PeerProcess() {}

    /** Takes a peer's name; the database comes in {@code DATABASE_URL}. Prints how many it has executed at its end. */
    public static void main(String[] args) throws Exception {
        Peer peer = Peers.named(args[0]);
        LongAdder executed = new LongAdder();
        try (HikariDataSource database =
                Pool.open(DatabaseUrl.parse(Objects.requireNonNull(System.getenv("DATABASE_URL"))), Peer.CONNECTIONS)) {
            database.getConnection().close();
            System.out.println("ready");
            awaitLine();
            Runnable stopWarmUp = peer.work(database, executed::increment);
            awaitLine();
            stopWarmUp.run();
            System.out.println("warm");
            awaitLine();
            Runnable stop = peer.work(database, executed::increment);
            awaitLine();
            stop.run();
        }
        System.out.println("executed " + executed.sum());
        System.exit(0);
    }

    private static void awaitLine() throws IOException {
        int read = System.in.read();
        while (read >= 0 && read != '\n') {
            read = System.in.read();
        }
    }
}
