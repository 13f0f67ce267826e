package dev.downbeat.playbook.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions yield what Python would. */
class ExpressionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Instant NOW = Instant.parse("2026-11-21T03:04:05.678901Z");

    private final Templates templates = new Templates(TemplateLimits.DEFAULT, false, InstantSource.fixed(NOW));

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
        Object value = templates.render("{{ " + expression + " }}", SampleNames.scope());

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
        assertThatThrownBy(() -> templates.render("{{ " + expression + " }}", SampleNames.scope()))
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
}
