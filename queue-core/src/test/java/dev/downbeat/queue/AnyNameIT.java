package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.testing.TestDatabase;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import org.jspecify.annotations.Nullable;

/** Whatever a person can type names a queue and a task, or is refused with the rule that it breaks. */
class AnyNameIT {

    private final TestDatabase database = TestDatabase.fresh();
    private final Queue queue = Queue.on(database.dataSource());

    @AfterProperty
    void close() {
        database.close();
    }

    @Provide
    Arbitrary<String> typed() {
        Arbitrary<String> usual = Arbitraries.strings()
                .withChars(" '\"\\;-_.:/%?$#{}[]()<>*+=~^|&!@`,")
                .alpha()
                .numeric()
                .ofMaxLength(40);
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(210);
        return Arbitraries.oneOf(usual, any);
    }

    @Property(tries = 150)
    void worksOrIsRefusedAtOnce(@ForAll("typed") String name) throws Exception {
        if (breaksARule(name)) {
            assertThatThrownBy(() -> Task.of("task", Integer.class).queue(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("queue name")
                    .hasMessageMatching("(?s).*(must not be empty|at most 200|control characters|half a character).*");
            return;
        }
        Task<Integer, @Nullable Void> task = Task.of(name, Integer.class).queue(name);

        long id = queue.enqueue(task, 1).id();

        assertThat(queue.get(id).orElseThrow().queue()).isEqualTo(name);
        assertThat(queue.get(id).orElseThrow().task()).isEqualTo(name);
        assertThat(queue.pause(name)).isTrue();
        assertThat(queue.resume(name)).isTrue();
        try (Claimant worker = Claimant.on(queue)) {
            assertThat(worker.claim(task, 2))
                    .singleElement()
                    .satisfies(claimed -> assertThat(claimed.id()).isEqualTo(id));
        }
    }

    private static boolean breaksARule(String name) {
        return name.isEmpty()
                || name.codePointCount(0, name.length()) > 200
                || name.codePoints()
                        .anyMatch(point -> Character.isISOControl(point)
                                || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }
}
