package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.Await;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanOutIT extends ChildrenTestBase {

    @Test
    void fansOutToTenThousandAndInWithWorkThatGrowsNoFasterThanTheChildren() throws Exception {
        long few = stepRowsReadFor(1_000);

        long many = stepRowsReadFor(10_000);

        assertThat(many).isLessThan(15 * few);
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(11_002);
    }

    /** Fans out to so many; returns how many rows of steps and waits the database read and wrote for it. */
    private long stepRowsReadFor(int children) throws Exception {
        String work = """
                select sum(seq_tup_read + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd + n_tup_del)
                from pg_stat_user_tables where relname in ('step', 'waiting')
                """;
        endSessions();
        long before = number(work);
        long id = queue.enqueue(PARENT, children).id();
        drain(worker().handle(CHILD, (n, context) -> n).handle(PARENT, (n, context) -> {
            var payloads = IntStream.range(0, n).boxed().toList();
            return context.invokeAll("each", CHILD, payloads).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }));
        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(children * (children - 1) / 2);
        endSessions();
        return number(work) - before;
    }

    /** A session writes down what it counted when it ends, if not before. */
    private void endSessions() throws Exception {
        long now = number("select (extract(epoch from clock_timestamp()) * 1000)::bigint + 1");
        database.dataSource()
                .unwrap(com.zaxxer.hikari.HikariDataSource.class)
                .getHikariPoolMXBean()
                .softEvictConnections();
        String older = """
                select count(*) from pg_stat_activity
                where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
                    and extract(epoch from backend_start) * 1000 < %d
                """.formatted(now);
        Await.until("the sessions have ended", () -> number(older) == 0);
    }
}
