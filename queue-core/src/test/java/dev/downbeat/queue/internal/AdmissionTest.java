package dev.downbeat.queue.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Admission.Allowance;
import dev.downbeat.queue.internal.Admission.Candidate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final int TASK = 7;

    @Test
    void admitsInOrderUntilTheLimit() {
        var allowance = new Allowance(limit(2, null));

        List<Long> admitted = Admission.admit(candidates(List.of("", "", "")), List.of(allowance), 10);

        assertThat(admitted).containsExactly(0L, 1L);
        assertThat(allowance.taken()).isEqualTo(Map.of("", 2));
    }

    @Test
    void passesOverKeysWithoutRoom() {
        var allowance = new Allowance(limit(1, "{tenant}"));
        allowance.left("a", 0);

        List<Long> admitted = Admission.admit(candidates(List.of("a", "a", "b", "b", "c")), List.of(allowance), 10);

        assertThat(admitted).containsExactly(2L, 4L);
    }

    @Test
    void aLimitOfAnotherTaskHoldsNothingBack() {
        var other = new Allowance(new StoredLimit(StoredLimit.Scope.TASK, TASK + 1, null, 1, 0, true));

        assertThat(Admission.admit(candidates(List.of("", "", "")), List.of(other), 10))
                .hasSize(3);
        assertThat(other.taken()).isEmpty();
    }

    @Test
    void everyLimitMustAllow() {
        var ofQueue = new Allowance(new StoredLimit(StoredLimit.Scope.QUEUE, 1, null, 5, 0, false));
        var ofTask = new Allowance(limit(2, null));
        var candidates = List.of(
                new Candidate(1, TASK, List.of("", "")),
                new Candidate(2, TASK, List.of("", "")),
                new Candidate(3, TASK, List.of("", "")),
                new Candidate(4, TASK + 1, List.of("", "")));

        assertThat(Admission.admit(candidates, List.of(ofQueue, ofTask), 10)).containsExactly(1L, 2L, 4L);
    }

    @Property(tries = 500)
    void neverExceedsALimitAndLeavesNothingThatWouldFit(
            @ForAll @Size(max = 60) List<@IntRange(max = 4) Integer> keys,
            @ForAll @IntRange(min = 1, max = 5) int amount,
            @ForAll @IntRange(min = 1, max = 40) int want) {
        var candidates = candidates(keys.stream().map(String::valueOf).toList());
        var allowance = new Allowance(limit(amount, "{k}"));

        List<Long> admitted = Admission.admit(candidates, List.of(allowance), want);

        Map<String, Long> byKey = admitted.stream()
                .map(id -> String.valueOf(keys.get(id.intValue())))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(byKey.values()).allMatch(count -> count <= amount);
        assertThat(admitted).isSorted().doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(want);
        if (admitted.size() < want) {
            candidates.stream()
                    .filter(candidate -> !admitted.contains(candidate.id()))
                    .forEach(candidate ->
                            assertThat(byKey.get(candidate.keys().getFirst())).isEqualTo(amount));
        }
    }

    private static StoredLimit limit(int amount, @Nullable String path) {
        return new StoredLimit(StoredLimit.Scope.TASK, TASK, path, amount, 0, true);
    }

    private static List<Candidate> candidates(List<String> keys) {
        return IntStream.range(0, keys.size())
                .mapToObj(nr -> new Candidate(nr, TASK, List.of(keys.get(nr))))
                .toList();
    }
}
