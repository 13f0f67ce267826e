package dev.downbeat.queue.snippet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.SchemaInstaller;
import dev.downbeat.schema.testing.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The SQL of the pages runs, statement by statement in its order, where the schema is installed. */
class SqlSnippetsIT {

    static Stream<Page> pages() {
        return Page.all().stream().filter(page -> !page.code("sql").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void runs(Page page) {
        try (TestDatabase database = TestDatabase.fresh()) {
            SchemaInstaller.install(database.dataSource(), "billing");

            assertThatCode(() -> run(database, page)).doesNotThrowAnyException();
        }
    }

    @Test
    void findsWhatDoesNotRun() {
        try (TestDatabase database = TestDatabase.fresh()) {
            var page = new Page("wrong", "```sql\nselect downbeat.enqueue_nothing();\n```");

            assertThatThrownBy(() -> run(database, page)).hasStackTraceContaining("enqueue_nothing");
        }
    }

    private static void run(TestDatabase database, Page page) {
        for (String statement : (page.preamble("sql") + page.code("sql")).split(";\\s*\n", -1)) {
            if (!statement.isBlank()) {
                database.execute(statement);
            }
        }
    }
}
