package dev.downbeat.playbook.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates as wholes: text, trees, what is deferred, what they mention. */
class TemplatesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:04:05.678901Z");

    private final Templates templates = new Templates(TemplateLimits.DEFAULT, false, InstantSource.fixed(NOW));

    @ParameterizedTest(name = "{0} writes {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            n={{ n }} => n=7
            {{ n }}{{ f }} => 72.5
            yes={{ yes }}, none={{ nothing }} => yes=True, none=None
            l={{ list }} m={{ users[1].name }} => l=[3, 1, 2] m=bob
            d={{ {'a': "it's", 'b': [1.0]} }} => d={'a': "it's", 'b': [1.0]}
            {{ '}}' }}{{ {'a': {'b': 1}}.a.b }} => }}1
            big {{ 1e16 }} {{ 1e-5 }} {{ 123456789.5 }} => big 1e+16 1e-05 123456789.5
            {% if n > 5 %}big{% elif n > 3 %}mid{% else %}small{% endif %} => big
            {% if empty %}big{% elif n > 3 %}mid{% else %}small{% endif %} => mid
            {% for x in list %}{{ loop.index }}:{{ x }}{% if not loop.last %},{% endif %}{% endfor %} => 1:3,2:1,3:2
            {% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %} => a=1;b=2;
            {% for k in map %}{{ k }} {% endfor %}. => b a items .
            {% for x in list if x > 1 %}{{ loop.index }}{{ x }}{% endfor %} => 1322
            {% for x in empty %}{{ x }}{% else %}none{% endfor %} => none
            {% set x = n + 1 %}{{ x }} => 8
            {% set a, b = 1, 2 %}{{ b }}{{ a }} => 21
            {% set ns = namespace(t=0) %}{% for x in list %}{% set ns.t = ns.t + x %}{% endfor %}{{ ns.t }} => 6
            {% set x = 1 %}{% for y in list %}{% set x = y %}{% endfor %}{{ x }} => 1
            {% set t %}<{{ n }}>{% endset %}{{ t }}{{ t }} => <7><7>
            a  {{- n -}}  b => a7b
            a {%- if yes -%} b {%- endif -%} c => abc
            {# gone #}x{{ n }} => x7
            {% raw %}{{ n }}{% endraw %}{{ n }} => {{ n }}7
            """)
    void writesText(String text, String expected) {
        assertThat(templates.render(text, SampleNames.scope())).isEqualTo(expected);
    }

    @Test
    void keepsWhatIsNoTemplate() {
        for (String text : List.of("${#array[@]} {# half", "{ x }", "}}", "{", "a {\"b\": {\"c\": 1}}", "%}")) {
            assertThat(templates.render(text, Scope.EMPTY)).isEqualTo(text);
        }
        assertThat(templates.render(Arrays.asList(1, null, 2.5, true), Scope.EMPTY))
                .isEqualTo(Arrays.asList(1, null, 2.5, true));
    }

    @Test
    void rendersTreesAndKeepsTypes() {
        Map<String, Object> tree = Map.of("a", List.of("{{ n }}", "n={{ n }}"), "b", Map.of("c", " {{ map }}\n"));

        assertThat(templates.render(tree, SampleNames.scope()))
                .isEqualTo(Map.of(
                        "a", List.of(7, "n=7"), "b", Map.of("c", templates.render("{{ map }}", SampleNames.scope()))));
    }

    @Test
    void neverRendersTextThatCameOutOfData() {
        Scope scope = Scope.of(Map.of("evil", "{{ 1 + 1 }}{% for x in range(9) %}x{% endfor %}"));

        assertThat(templates.render("{{ evil }}", scope)).isEqualTo("{{ 1 + 1 }}{% for x in range(9) %}x{% endfor %}");
        assertThat(templates.render("<{{ evil }}>", scope)).asString().contains("{{ 1 + 1 }}");
    }

    @Test
    void loadsDeferredValuesOnlyWhenTouched() {
        AtomicInteger loads = new AtomicInteger();
        Deferred heavy = () -> {
            loads.incrementAndGet();
            return Map.of("items", List.of(1, 2));
        };
        Scope scope = Scope.of(Map.of("heavy", heavy, "outer", Map.of("inner", heavy), "n", 1));

        assertThat(templates.render("{{ n }}", scope)).isEqualTo(1);
        assertThat(templates.render("{{ 0 and heavy }}", scope)).isEqualTo(0);
        assertThat(loads).hasValue(0);
        assertThat(templates.render("{{ heavy.items[0] + outer.inner.items | length }}", scope))
                .isEqualTo(3);
        assertThat(loads).hasValue(2);
        assertThat(templates.render("{{ outer | tojson }}", scope)).isEqualTo("{\"inner\": {\"items\": [1, 2]}}");
    }

    @Test
    void readsOnlyTheItemsOfALazyListThatAreAskedFor() {
        AtomicInteger reads = new AtomicInteger();
        List<Object> lazy = new AbstractList<>() {
            @Override
            public Object get(int index) {
                reads.incrementAndGet();
                return index * 10;
            }

            @Override
            public int size() {
                return 100_000;
            }
        };
        Scope scope = Scope.of(Map.of("results", lazy));

        assertThat(templates.render(
                        "{{ results | length }} {{ results[3] }} {{ results[-1] }} {{ results[5:][0] }}", scope))
                .isEqualTo("100000 30 999990 50");
        assertThat(reads).hasValue(3);
        assertThat(templates.render("{{ results }}", scope)).isSameAs(lazy);
        assertThat(templates.render("{{ results[:3] | sum }}{% for r in results[:2] %} {{ r }}{% endfor %}", scope))
                .isEqualTo("30 0 10");
    }

    @ParameterizedTest(name = "{0} mentions {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            {{ a.b[c] | default(d) }} => a c d
            {{ 'x' ~ e.get(f) if g is defined else now() }} => g e f
            {% for x in items if x > low %}{{ x }}{{ loop.index }}{{ y }}{% endfor %} => items low y
            {% if p %}{{ q }}{% elif r %}{% else %}{{ t }}{% endif %} => p q r t
            {{ [u, {'k': v}] | map(attribute=w) }} => u v w
            plain =>
            """)
    void namesWhatATemplateMentions(String text, @Nullable String names) {
        assertThat(String.join(" ", templates.names(Map.of("k", List.of(text)))))
                .isEqualTo(names == null ? "" : names);
    }

    @Test
    void coercesTextOnlyWhenToldTo() {
        Templates coercing = new Templates(TemplateLimits.DEFAULT, true, InstantSource.system());

        assertThat(templates.render("{{ n }}1", SampleNames.scope())).isEqualTo("71");
        assertThat(coercing.render("{{ n }}1", SampleNames.scope())).isEqualTo(71);
        assertThat(coercing.render("[{{ n }}, 2]", SampleNames.scope())).isEqualTo(List.of(7, 2));
        assertThat(coercing.render("n{{ n }}", SampleNames.scope())).isEqualTo("n7");
    }
}
