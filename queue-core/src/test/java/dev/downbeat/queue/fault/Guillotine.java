package dev.downbeat.queue.fault;

import dev.downbeat.schema.testing.WatchedStatements;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Ends this process without a farewell, as kill -9 does, when it passes one stage for the nth time. Statements are seen
 * through the data source that it wraps, handlers tell by themselves. Safe from any thread.
 */
final class Guillotine {

    private static final int KILLED = 137;

    private final Stage stage;
    private final AtomicInteger left;

    /**
     * @param passes at which pass of the stage; 1 is the first
     */
    Guillotine(Stage stage, int passes) {
        this.stage = stage;
        this.left = new AtomicInteger(passes);
    }

    /** Called where a handler is at the stage. */
    void passing(Stage here) {
        if (here == stage && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    DataSource over(DataSource source) {
        return WatchedStatements.over(source, stage::isAt, execution -> {
            if (stage.isBefore()) {
                passing(stage);
            }
            Object result = execution.proceed();
            if (!stage.isBefore()) {
                passing(stage);
            }
            return result;
        });
    }
}
