package dev.downbeat.examples;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.downbeat.queue.*;
import dev.downbeat.schema.*;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** An order is written and its receipt enqueued in one transaction; a worker sends it. Takes a database URL, or none. */
public final class SendReceipts {
    record Receipt(long order, String email) {}

    static final Task<Receipt, String> SEND_RECEIPT = Task.of("send-receipt", Receipt.class)
            .returning(String.class)
            .queue("mail")
            .retry(RetryPolicy.exponential(5, ofSeconds(1), ofHours(1)));

    public static void main(String[] args) throws Exception {
        try (var database = DatabaseLocator.open(Stream.of(args).findFirst(), Path.of(".downbeat"), ofSeconds(30));
                var pool = Pool.open(database.url(), 10)) {
            SchemaInstaller.install(pool);
            var queue = Queue.on(pool);
            long id = placeOrder(DSL.using(pool, SQLDialect.POSTGRES), queue, "ann@example.com");
            try (var worker = Worker.on(queue).handle(SEND_RECEIPT, SendReceipts::send).build()) {
                worker.drain();
            }
            System.out.println(queue.result(id, SEND_RECEIPT, ofSeconds(5)));
        }
    }

    /** Both or neither: the order's row and the receipt's execution. */
    static long placeOrder(DSLContext database, Queue queue, String email) {
        database.execute("create table if not exists shop_order (id bigint generated always as identity, email text)");
        return database.transactionResult(transaction -> {
            transaction.dsl().execute("insert into shop_order (email) values (?)", email);
            return queue.in(transaction.dsl()).enqueue(SEND_RECEIPT, new Receipt(42, email)).id();
        });
    }

    /** A step runs once, however often the attempt is repeated. */
    static String send(Receipt receipt, TaskContext context) throws Exception {
        String file = context.step("render", String.class, () -> "receipt-%d.pdf".formatted(receipt.order()));
        return context.step("mail", String.class, () -> "%s sent to %s".formatted(file, receipt.email()));
    }
}
