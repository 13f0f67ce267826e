package dev.downbeat.playbook.tool.postgres;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ToolException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One statement as JDBC takes it: {@code ?} for each parameter, and the values in that order.
 *
 * @param sql with parameters, JDBC's placeholders; without, the text as it was
 * @param values what is bound, plain data
 */
record Statement(String sql, List<@Nullable Object> values) {

    Statement {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /**
     * Returns the statements of a text, with values bound by {@code params}: a mapping by name, or a list by position.
     */
    static List<Statement> of(String sql, Optional<Object> params) throws ToolException {
        List<Statement> statements = new ArrayList<>();
        if (params.isEmpty()) {
            SqlScanner.split(sql).forEach(one -> statements.add(new Statement(one, List.of())));
            return statements;
        }
        var values = new Values(params.get());
        for (String one : SqlScanner.split(sql)) {
            statements.add(new Binding(one, values).bound());
        }
        values.checkAllUsed();
        return statements;
    }

    /** The values given, and how many of a list have been used so far by placeholders without a number. */
    private static final class Values {
        private final @Nullable Map<?, ?> byName;
        private final List<?> byPosition;
        private int used;

        Values(Object params) throws ToolException {
            this.byName = params instanceof Map<?, ?> map ? map : null;
            this.byPosition = params instanceof List<?> list ? list : List.of();
            if (byName == null && !(params instanceof List)) {
                throw ToolException.of(ErrorKind.SCHEMA, "'params': expected a mapping or a list, got " + params);
            }
        }

        boolean named() {
            return byName != null;
        }

        boolean has(String name) {
            return byName != null && byName.containsKey(name);
        }

        @Nullable
        Object get(String name) {
            return byName == null ? null : byName.get(name);
        }

        @Nullable
        Object next() throws ToolException {
            return at(used + 1);
        }

        @Nullable
        Object at(int number) throws ToolException {
            if (number < 1 || number > byPosition.size()) {
                throw ToolException.of(
                        ErrorKind.SCHEMA,
                        "'params' holds %d values, and the SQL asks for number %d"
                                .formatted(byPosition.size(), number));
            }
            used = Math.max(used, number);
            return byPosition.get(number - 1);
        }

        void checkAllUsed() throws ToolException {
            if (used < byPosition.size()) {
                throw ToolException.of(
                        ErrorKind.SCHEMA,
                        "'params' holds %d values, and the SQL asks for %d".formatted(byPosition.size(), used));
            }
        }
    }

    /**
     * Replaces the placeholders of one statement: {@code :name}, {@code %(name)s}; {@code %s}, {@code $1}, {@code ?}.
     */
    private static final class Binding {
        private final String sql;
        private final Values values;
        private final StringBuilder text = new StringBuilder();
        private final List<@Nullable Object> bound = new ArrayList<>();
        private int at;

        Binding(String sql, Values values) {
            this.sql = sql;
            this.values = values;
        }

        Statement bound() throws ToolException {
            while (at < sql.length()) {
                int end = SqlScanner.skip(sql, at);
                if (end > at) {
                    text.append(sql, at, end);
                    at = end;
                } else if (!(values.named() ? byName() : byPosition())) {
                    take();
                }
            }
            return new Statement(text.toString(), bound);
        }

        /** Takes a character as it is. A question mark that is an operator of jsonb is doubled for JDBC. */
        private void take() {
            char c = sql.charAt(at++);
            text.append(c == '?' ? "??" : String.valueOf(c));
        }

        private boolean byName() throws ToolException {
            if (sql.startsWith("%(", at)) {
                int close = sql.indexOf(")s", at);
                if (close > 0) {
                    String name = sql.substring(at + 2, close);
                    need(name);
                    return bind(values.get(name), close + 2);
                }
            }
            if (sql.startsWith("::", at)) {
                text.append("::");
                at += 2;
                return true;
            }
            int end = sql.charAt(at) == ':' ? wordEnd(at + 1) : at;
            if (end > at + 1 && values.has(sql.substring(at + 1, end))) {
                return bind(values.get(sql.substring(at + 1, end)), end);
            }
            return false;
        }

        private void need(String name) throws ToolException {
            if (!values.has(name)) {
                throw ToolException.of(
                        ErrorKind.SCHEMA, "'params' has no '%s', which the SQL asks for".formatted(name));
            }
        }

        private boolean byPosition() throws ToolException {
            if (sql.startsWith("%s", at)) {
                return bind(values.next(), at + 2);
            }
            if (sql.charAt(at) == '$') {
                int end = at + 1;
                while (end < sql.length() && Character.isDigit(sql.charAt(end))) {
                    end++;
                }
                if (end > at + 1 && end < at + 7) {
                    return bind(values.at(Integer.parseInt(sql.substring(at + 1, end))), end);
                }
            }
            boolean alone = sql.charAt(at) == '?'
                    && !sql.startsWith("??", at)
                    && !sql.startsWith("?|", at)
                    && !sql.startsWith("?&", at)
                    && (at == 0 || "@?".indexOf(sql.charAt(at - 1)) < 0);
            return alone && bind(values.next(), at + 1);
        }

        private boolean bind(@Nullable Object value, int end) {
            text.append('?');
            bound.add(value);
            at = end;
            return true;
        }

        private int wordEnd(int from) {
            int end = from;
            while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
                end++;
            }
            return end;
        }
    }
}
