package dev.downbeat.bench.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.bench.report.RunReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {
    private final RunReport quick = Reports.complete("quick", 2, 500);
    private final RunReport one = Reports.complete("scale-1", 1, 1_000);
    private final RunReport two = Reports.complete("scale-2", 2, 1_500);

    @Test
    void holdsTheMembersOfAFamilyAgainstItsFirst() {
        Shares shares = new Shares(
                List.of(quick, one, two), Map.of("quick", "quick", "scale-1", "scale-1", "scale-2", "scale-1"));

        assertThat(shares.any()).isTrue();
        assertThat(shares.of(one)).hasValue(1);
        assertThat(shares.of(two)).hasValue(1.5);
        assertThat(shares.of(quick)).isEmpty();
    }

    @Test
    void strangersAreNotHeldAgainstEachOther() {
        assertThat(new Shares(List.of(quick, one), Map.of()).any()).isFalse();
    }
}
