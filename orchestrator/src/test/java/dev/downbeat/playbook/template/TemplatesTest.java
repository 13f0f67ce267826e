package dev.downbeat.playbook.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of templates as tables of facts; the expected side of a table is JSON, made with Python's Jinja in mind. */
@NullMarked
class TemplatesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-21T03:04:05.678901Z");

    private final Templates templates = new Templates(TemplateLimits.DEFAULT, false, InstantSource.fixed(NOW));

    private static Scope scope() {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        names.put("n", 7);
        names.put("f", 2.5);
        names.put("s", "Hello World");
        names.put("yes", true);
        names.put("nothing", null);
        names.put("list", List.of(3, 1, 2));
        names.put("empty", List.of());
        names.put("words", List.of("b", "a", "c"));
        names.put("users", List.of(Map.of("name", "ada", "age", 36, "active", true), Map.of("name", "bob", "age", 17)));
        names.put("map", ordered("b", 1, "a", ordered("x", Arrays.asList(10, 20, null)), "items", List.of("first")));
        names.put("q", "it's");
        return Scope.of(names);
    }

    private static Map<String, @Nullable Object> ordered(@Nullable Object... entries) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(String.valueOf(entries[i]), entries[i + 1]);
        }
        return map;
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            1 + 1 => 2
            7 / 2 => 3.5
            4 / 2 => 2.0
            7 // 2 => 3
            -7 // 2 => -4
            -7 % 3 => 2
            7 % -3 => -2
            2 ** 10 => 1024
            2 ** -1 => 0.5
            -2 ** 2 => -4
            9223372036854775807 + 1 => 9223372036854775808
            0.1 + 0.2 => 0.30000000000000004
            1_000 => 1000
            1e3 => 1000.0
            'ab' * 3 => "ababab"
            3 * 'ab' => "ababab"
            [1] * 2 + [3] => [1, 1, 3]
            'a' 'b' => "ab"
            'a' ~ 1 ~ none ~ true => "a1NoneTrue"
            1 < 2 < 3 => true
            1 < 2 > 2 => false
            1 == 1.0 => true
            true == 1 => true
            '1' == 1 => false
            [1, {'a': 2}] == [1.0, {'a': 2}] => true
            none == null => true
            None is none => true
            'ell' in s => true
            4 not in list => true
            'a' in map => true
            'zz' in map => false
            not yes => false
            not not yes => true
            yes and n => 7
            '' or 'x' => "x"
            0 or none => null
            1 if yes else 2 => 1
            1 if not yes else 2 if n else 3 => 2
            'x' if false => ""
            list[0] => 3
            list[-1] => 2
            list.0 => 3
            list[1:] => [1, 2]
            list[:-1] => [3, 1]
            list[::-1] => [2, 1, 3]
            list[::2] => [3, 2]
            s[0:5] => "Hello"
            s[-5:] => "World"
            s[::-1] => "dlroW olleH"
            map.a.x[1] => 20
            map['a']['x'][0] => 10
            map.items[0] => "first"
            map.items() => [["b", 1], ["a", {"x": [10, 20, null]}], ["items", ["first"]]]
            map.keys() => ["b", "a", "items"]
            map.get('b') => 1
            map.get('zz') => null
            map.get('zz', 5) => 5
            missing.get('a', 5) => 5
            missing.deep.er | default(3) => 3
            missing | default => ""
            missing | default(none) => null
            nothing | default(3) => null
            nothing | default(3, true) => 3
            '' | default('x', boolean=true) => "x"
            missing is defined => false
            missing.x is not defined => true
            map.zz is undefined => true
            nothing is defined => true
            n is number and s is string and map is mapping and list is sequence => true
            n is odd and n is divisibleby 7 and not n is even => true
            n is eq 7 and n is gt(3) and n is in [7] => true
            yes is true and yes is boolean and f is float and n is integer => true
            (1, 2) => [1, 2]
            1, 2 => [1, 2]
            () => []
            {'a': 1, 'b': {'c': [n]}} => {"a": 1, "b": {"c": [7]}}
            {} => {}
            '42' | int => 42
            ' 42.9 ' | int => 42
            'x' | int => 0
            'x' | int(5) => 5
            '1e3' | float => 1000.0
            'ff' | int(base=16) => 255
            3.99 | int => 3
            -3.99 | int => -3
            n | float => 7.0
            nothing | int => 0
            yes | int => 1
            -5 | abs => 5
            2.5 | round => 2.0
            2.567 | round(2) => 2.57
            2.1 | round(0, 'ceil') | int => 3
            n | string => "7"
            f | string => "2.5"
            map | length => 3
            s | length + 1 => 12
            s | lower | replace('l', 'L') => "heLLo worLd"
            s | upper => "HELLO WORLD"
            s.lower().split(' ') => ["hello", "world"]
            ' a  b '.split() => ["a", "b"]
            'a,b,c'.split(',', 1) => ["a", "b,c"]
            'a,b,c'.rsplit(',', 1) => ["a,b", "c"]
            ' x '.strip() ~ '|' => "x|"
            'xxaxx'.strip('x') => "a"
            s.startswith('Hello') and s.endswith('World') => true
            ', '.join(words) => "b, a, c"
            'a.b'.replace('.', '/') => "a/b"
            '7'.zfill(3) => "007"
            'x'.upper().isalpha() => true
            '{} is {name:.2f}'.format('pi', name=3.14159) => "pi is 3.14"
            '%s-%03d' % ('a', 7) => "a-007"
            '%.1f' | format(2.25) => "2.2"
            words | sort => ["a", "b", "c"]
            list | sort(reverse=true) => [3, 2, 1]
            users | sort(attribute='age') | map(attribute='name') | list => ["bob", "ada"]
            users | map(attribute='name') | join(', ') => "ada, bob"
            users | selectattr('active') | map(attribute='name') | first => "ada"
            users | selectattr('age', 'ge', 18) | list | length => 1
            users | rejectattr('active', 'defined') | map(attribute='name') | list => ["bob"]
            users | sum(attribute='age') => 53
            words | map('upper') | list => ["B", "A", "C"]
            list | select('gt', 1) | list => [3, 2]
            list | reject('odd') | list => [2]
            [1, 1.0, 2, 1] | unique | list => [1, 2]
            list | first + (list | last) => 5
            list | min ~ list | max => "13"
            max(1, 5, 2) => 5
            list | reverse | list => [2, 1, 3]
            [1, 2, 3, 4, 5] | batch(2) => [[1, 2], [3, 4], [5]]
            [1, 2, 3, 4, 5] | shard(1, 2) => [2, 4]
            shard([1, 2, 3, 4, 5], 0, 2) => [1, 3, 5]
            range(3) | list => [0, 1, 2]
            range(5, 0, -2) => [5, 3, 1]
            {'b': 1, 'a': 2} | dictsort => [["a", 2], ["b", 1]]
            'héllo' | b64encode => "aMOpbGxv"
            'aMOpbGxv' | b64decode => "héllo"
            {'a': [1, 2.0, none, true], 'é': "x"} | tojson => "{\\"a\\": [1, 2.0, null, true], \\"\\\\u00e9\\": \\"x\\"}"
            map | tojson | fromjson == map => true
            q | replace("'", "''") => "it''s"
            'a b&c' | urlencode => "a%20b%26c"
            'hello world' | title => "Hello World"
            'hello wide world' | truncate(11) => "hello..."
            now() => "2026-11-21T03:04:05.678901+00:00"
            now('%Y-%m-%d %H:%M') => "2026-11-21 03:04"
            now().strftime('%d/%m/%y') => "21/11/26"
            dict(a=1) => {"a": 1}
            len(list) + int('4') => 7
            """)
    void yieldsWhatPythonWould(String expression, String expected) throws Exception {
        Object value = templates.render("{{ " + expression + " }}", scope());

        assertThat(JSON.readTree(JSON.writeValueAsString(value))).isEqualTo(JSON.readTree(expected));
    }

    @ParameterizedTest(name = "{0} is refused")
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0000', textBlock = """
            missing => missing is undefined
            missing.x.y => missing is undefined
            map.zz => field zz of mapping is undefined
            map['zz'] => field 'zz' of mapping is undefined
            list[3] => element 3 of a list of 3 is undefined
            nothing.x => field x of none is undefined
            missing == 1 => missing is undefined
            missing or 1 => missing is undefined
            [missing] => missing is undefined
            missing | int => missing is undefined
            s + 1 => cannot apply + to text and integer, use ~
            1 < 'a' => cannot compare integer with text
            nothing < 1 => cannot compare none with integer
            1 / 0 => division by zero
            n | length => integer has no length
            n.strip() => integer has no method strip
            users | map(attribute='zz') | list => field zz of mapping is undefined
            [] | first => undefined
            """)
    void failsWithTheReason(String expression, String reason) {
        assertThatThrownBy(() -> templates.render("{{ " + expression + " }}", scope()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("expression=" + expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ a b }}",
                "{{ }}",
                "{{ 'x }}",
                "{{ a",
                "{{ (a }}",
                "{{ a | nosuch }}",
                "{{ nosuch() }}",
                "{{ a is nosuch }}",
                "{{ a.__class__() }}",
                "{{ a.getClass() }}",
                "{{ a.append(1) }}",
                "{{ a[ }}",
                "{{ a() }}",
                "{{ {1} }}",
                "{{ a ? b : c }}",
                "{% if a %}",
                "{% endif %}",
                "{% for x %}{% endfor %}",
                "{% include 'x' %}",
                "{% import 'x' as y %}",
                "{% extends 'x' %}",
                "{% macro m() %}{% endmacro %}",
                "{% nosuch %}",
                "{% set %}",
                "{{ a $ b }}",
                "{{ \"\\u12\" }}"
            })
    void refusesToCompile(String text) {
        assertThatThrownBy(() -> Template.compile(text, new Place(12, "workflow[0].tool.url", "fetch")))
                .isInstanceOfSatisfying(TemplateException.class, e -> {
                    assertThat(e.reason()).isEqualTo(TemplateException.Reason.SYNTAX);
                    assertThat(e.place().line()).isEqualTo(12);
                })
                .hasMessageContaining("step=fetch")
                .hasMessageContaining("line=12");
    }

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
        assertThat(templates.render(text, scope())).isEqualTo(expected);
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

        assertThat(templates.render(tree, scope()))
                .isEqualTo(Map.of("a", List.of(7, "n=7"), "b", Map.of("c", templates.render("{{ map }}", scope()))));
    }

    @Test
    void neverRendersTextThatCameOutOfData() {
        Scope scope = Scope.of(Map.of("evil", "{{ 1 + 1 }}{% for x in range(9) %}x{% endfor %}"));

        assertThat(templates.render("{{ evil }}", scope)).isEqualTo("{{ 1 + 1 }}{% for x in range(9) %}x{% endfor %}");
        assertThat(templates.render("<{{ evil }}>", scope)).asString().contains("{{ 1 + 1 }}");
    }

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
        assertThat(templates.test(condition, scope())).isEqualTo(expected);
    }

    @Test
    void refusesAConditionThatCannotBeEvaluated() {
        assertThatThrownBy(() -> templates.test("missing > 3", scope())).isInstanceOf(TemplateException.class);
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
        Scope scope = scope().with("thing", new StringBuilder("x").append(1).chars());

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
        assertThatThrownBy(() -> templates.render(text, scope()))
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
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
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

        assertThat(templates.render("{{ n }}1", scope())).isEqualTo("71");
        assertThat(coercing.render("{{ n }}1", scope())).isEqualTo(71);
        assertThat(coercing.render("[{{ n }}, 2]", scope())).isEqualTo(List.of(7, 2));
        assertThat(coercing.render("n{{ n }}", scope())).isEqualTo("n7");
    }
}
