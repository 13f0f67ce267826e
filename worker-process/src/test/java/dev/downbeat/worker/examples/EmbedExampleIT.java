package dev.downbeat.worker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.examples.SendReceipts;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.Queue;
import dev.downbeat.schema.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** The example of an application that embeds the queue. */
class EmbedExampleIT {

    @Test
    void sendsTheReceiptOfTheOrderThatItPlaced() throws Exception {
        try (var database = TestDatabase.fresh()) {
            SendReceipts.main(new String[] {database.url().withSecrets()});

            assertThat(Queue.on(database.dataSource()).list(ExecutionFilter.ALL))
                    .singleElement()
                    .satisfies(sent -> assertThat(String.valueOf(sent.result()))
                            .contains("receipt-42.pdf sent to ann@example.com"));
        }
    }
}
