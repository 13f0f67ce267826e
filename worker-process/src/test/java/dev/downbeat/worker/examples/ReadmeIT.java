package dev.downbeat.worker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.schema.SchemaInstaller;
import dev.downbeat.schema.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What the README shows is what runs here. */
class ReadmeIT {

    private final List<String> mails = new CopyOnWriteArrayList<>();

    @Test
    void startsInTenLinesOfJava() throws Exception {
        try (var database = TestDatabase.empty()) {
            start(database.dataSource());
        }

        assertThat(mails).containsExactly("ann@example.com");
        assertThat(ownSource()).contains(snippet("java"));
    }

    @Test
    void showsTheTenLinesOfHelloYaml() {
        assertThat(snippet("yaml")).isEqualTo(flat(ProjectFiles.read("examples/hello.yaml")));
    }

    // The README's lines, word for word.
    private void start(DataSource dataSource) throws Exception {
        record Receipt(long order, String email) {}

        var task = Task.of("send-receipt", Receipt.class);
        SchemaInstaller.install(dataSource);
        var queue = Queue.on(dataSource);
        queue.enqueue(task, new Receipt(42, "ann@example.com"));
        try (var worker = Worker.on(queue)
                .run(task, (receipt, context) -> mail(receipt.email()))
                .build()) {
            worker.drain();
        }
    }

    private void mail(String address) {
        mails.add(address);
    }

    private static String ownSource() {
        return flat(ProjectFiles.read("worker-process/src/test/java/dev/downbeat/worker/examples/ReadmeIT.java"));
    }

    /** The README's first snippet in a language. */
    private static String snippet(String language) {
        var snippet = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(ProjectFiles.read("README.md"));
        assertThat(snippet.find()).isTrue();
        return flat(snippet.group(1));
    }

    /** However the formatter breaks the lines. */
    private static String flat(String text) {
        return text.replaceAll("\\s+", "");
    }
}
