package dev.downbeat.queue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.queue.Queue;
import dev.downbeat.schema.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionFaultsIT extends FaultTestBase {

    private static final int TRANSACTIONS = 300;

    @Test
    void enqueuesExactlyWhatTheCallersTransactionCommitted() throws Exception {
        localWorker(url);
        try (TcpProxy proxy = TcpProxy.to(port());
                HikariDataSource faulty = Pool.open(through(proxy), 4)) {
            execute("create table public.booked (execution_id bigint primary key)");
            Queue client = Queue.on(faulty);

            int refused = 0;
            for (int i = 0; i < TRANSACTIONS; i++) {
                proxy.loseAnswers(i % 10 == 9 ? 1 + i % 3 : 0);
                refused += book(client, faulty, i % 4 == 3) ? 0 : 1;
            }

            assertThat(refused).isPositive();
        }
        awaitAndCheck(List.of(), (int) number("select count(*) from public.booked"));
        assertThat(number("""
                select count(*) from public.booked b full join downbeat.history h on h.id = b.execution_id
                where b.execution_id is null or h.id is null
                """)).isZero();
    }

    /** Returns whether all went well, by what the client was told. */
    private static boolean book(Queue client, HikariDataSource faulty, boolean rollback) {
        try (Connection connection = faulty.getConnection()) {
            connection.setAutoCommit(false);
            long id = client.in(connection).enqueue(FaultTasks.PLAIN, 1).id();
            try (var insert = connection.prepareStatement("insert into public.booked values (?)")) {
                insert.setLong(1, id);
                insert.executeUpdate();
            }
            if (rollback) {
                connection.rollback();
            } else {
                connection.commit();
            }
            return true;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }
}
