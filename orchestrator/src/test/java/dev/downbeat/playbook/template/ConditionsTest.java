package dev.downbeat.playbook.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions: what holds, what is an error. */
class ConditionsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:04:05.678901Z");

    private final Templates templates = new Templates(TemplateLimits.DEFAULT, false, InstantSource.fixed(NOW));

    @ParameterizedTest(name = "{0} holds: {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            {{ n == 7 }} => true
            n == 7 and 'ell' in s => true
            {{ n }} == 8 => true
            {{ 'false' }} => false
            {{ 'No' }} => false
            {{ 'none' }} => false
            {{ '0' }} => false
            {{ 0 }} => false
            {{ 0.0 }} => false
            {{ empty }} => false
            {{ {} }} => false
            {{ nothing }} => false
            {{ '' }} => false
            {{ 'anything' }} => true
            {{ list }} => true
            {% if n > 3 %}true{% else %}false{% endif %} => true
            {% if n > 9 %}true{% endif %} => false
            true => true
            no => false
            None => false
            not nothing => true
            """)
    void knowsWhatHolds(String condition, boolean expected) {
        assertThat(templates.test(condition, SampleNames.scope())).isEqualTo(expected);
    }

    @Test
    void refusesAConditionThatCannotBeEvaluated() {
        assertThatThrownBy(() -> templates.test("missing > 3", SampleNames.scope()))
                .isInstanceOf(TemplateException.class);
    }

    @Test
    void takesAKnownNameWithoutValueForFalse() {
        Scope scope = Scope.EMPTY.with("check", Absent.because("step check has no result yet"));

        assertThat(templates.render("{{ check.value if check else 'other' }}", scope))
                .isEqualTo("other");
        assertThat(templates.render("{{ check or 1 }}", scope)).isEqualTo(1);
        assertThat(templates.render("{{ not check }}", scope)).isEqualTo(true);
        assertThat(templates.render("{{ check is defined }}", scope)).isEqualTo(false);
        assertThat(templates.render("{{ check.x | default(2) }}", scope)).isEqualTo(2);
        assertThatThrownBy(() -> templates.render("{{ check.value + 1 }}", scope))
                .hasMessageContaining("step check has no result yet");
    }
}
