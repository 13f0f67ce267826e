package dev.downbeat.playbook.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No Java object is in reach, and nothing costs without bound. */
class TemplateBoundsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:04:05.678901Z");

    private final Templates templates = new Templates(TemplateLimits.DEFAULT, false, InstantSource.fixed(NOW));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ thing }}",
                "{{ thing.class }}",
                "{{ [thing] | first }}",
                "{{ thing ~ '' }}",
                "{{ ''.class }}",
                "{{ ''.__class__.__mro__ }}",
                "{{ map.class }}",
                "{{ list.class.forName }}",
                "{{ ____int3rpr3t3r____ }}",
                "{{ filter }}",
                "{{ context }}",
                "{{ self }}",
                "{{ [].getClass }}",
                "{{ map | attr('class') }}",
                "{{ map['class'] }}",
                "{{ 'a' | map(attribute='class') | list }}",
                "{% for x in thing %}{% endfor %}",
                "{{ request.application }}"
            })
    void showsNoJavaObject(String text) {
        Scope scope = SampleNames.scope()
                .with("thing", new StringBuilder("x").append(1).chars());

        assertThatThrownBy(() -> templates.render(text, scope)).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 'x' * 100000000 }}",
                "{{ 'x' * 10 ** 12 }}",
                "{{ [0] * 100000000 }}",
                "{{ range(100000000) }}",
                "{{ 9 ** 9 ** 9 }}",
                "{{ 10 ** 100000 }}",
                "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}",
                "{% for a in range(100000) %}{{ 'x' * 1000 }}{% endfor %}",
                "{{ 'x'.ljust(1000000000) }}",
                "{{ ('x' * 10000).replace('x', 'y' * 10000) }}",
                "{{ ['x' * 1000000] * 100 | join }}",
                "{{ 1" + "0 }}{{ 'x' * 99999999 }}"
            })
    void boundsWhatARenderingCosts(String text) {
        assertThatThrownBy(() -> templates.render(text, SampleNames.scope()))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> assertThat(e.reason())
                                .isIn(TemplateException.Reason.LIMIT, TemplateException.Reason.TYPE));
    }

    @Test
    void boundsTheTimeOfARendering() {
        Templates hasty = new Templates(
                new TemplateLimits(1000, 1_000_000, Long.MAX_VALUE, Duration.ofMillis(50), 50),
                false,
                InstantSource.system());
        long start = System.nanoTime();

        assertThatThrownBy(() -> hasty.render(
                        "{% for a in range(1000000) %}{% for b in range(1000000) %}{% endfor %}{% endfor %}",
                        Scope.EMPTY))
                .hasMessageContaining("longer than 50 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 1_000, 100_000})
    void survivesDeepNesting(int depth) {
        for (String piece : List.of("(", "[", "{'a':", "-", "not ", "a.", "a[", "a|", "1 ** ", "a if b else ", "'")) {
            String text = "{{ " + piece.repeat(depth) + "1";
            assertThatThrownBy(() -> Template.compile(text, Place.NONE)).isInstanceOf(TemplateException.class);
        }
        String sum = "{{ 1" + " + 1".repeat(Math.min(depth, 400)) + " }}";
        assertThat(templates.render(sum, Scope.EMPTY)).isEqualTo(Math.min(depth, 400) + 1);
    }
}
