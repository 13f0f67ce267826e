package dev.downbeat.queue;

import dev.downbeat.schema.testing.WatchedStatements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Loses answers on their way: the server has done what it was asked for, and whoever asked is told of a broken connection. */
final class LostAnswers {

    private final List<String> texts;
    private final CountDownLatch lost = new CountDownLatch(1);

    /**
     * @param texts of which the statement holds one
     */
    LostAnswers(String... texts) {
        this.texts = List.of(texts);
    }

    /** Waits until an answer is lost. */
    void await() throws InterruptedException {
        if (!lost.await(2, TimeUnit.MINUTES)) {
            throw new AssertionError("no answer was lost within two minutes: " + texts);
        }
    }

    DataSource over(DataSource source) {
        return WatchedStatements.over(source, sql -> texts.stream().anyMatch(sql::contains), execution -> {
            Object answer = execution.proceed();
            if (answer instanceof ResultSet rows && rows.isBeforeFirst()) {
                lost.countDown();
                throw new SQLException("the answer is lost", "08006");
            }
            return answer;
        });
    }
}
