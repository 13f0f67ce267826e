package dev.downbeat.worker.query;

import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How answers are printed. */
public enum QueryOutput {
    TABLE {
        @Override
        void print(Answer answer, Console console) {
            if (!answer.hasRows()) {
                console.line(answer.changed() + " rows changed");
                return;
            }
            TextTable table = TextTable.of(answer.columns().toArray(String[]::new));
            answer.rows().forEach(row -> table.row(row.toArray()));
            console.table(table);
            String count = answer.rows().size() == 1 ? "1 row" : answer.rows().size() + " rows";
            console.line(console.styled(Style.FAINT, "(" + count + (answer.capped() ? ", and more" : "") + ")"));
        }
    },
    CSV {
        @Override
        void print(Answer answer, Console console) {
            if (answer.hasRows()) {
                console.line(csv(answer.columns()));
                answer.rows().forEach(row -> console.line(csv(row)));
            }
        }
    },
    JSON {
        @Override
        void print(Answer answer, Console console) {
            console.json(document(answer));
        }

        @Override
        public void print(List<Answer> answers, Console console) {
            if (answers.size() == 1) {
                print(answers.getFirst(), console);
            } else {
                console.json(answers.stream().map(QueryOutput::document).toList());
            }
        }
    };

    abstract void print(Answer answer, Console console);

    /** Prints the answers in order; as JSON, one statement's object or an array of all statements' objects. */
    public void print(List<Answer> answers, Console console) {
        for (Answer answer : answers) {
            print(answer, console);
            if (answer.capped() && this == CSV) {
                console.warn("more rows than shown; --max-rows raises the cap");
            }
        }
    }

    private static Map<String, Object> document(Answer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (answer.hasRows()) {
            document.put("columns", answer.columns());
            document.put("rows", objects(answer));
            document.put("row_count", answer.rows().size());
            document.put("capped", answer.capped());
        } else {
            document.put("changed", answer.changed());
        }
        return document;
    }

    private static List<Map<String, @Nullable Object>> objects(Answer answer) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        for (List<@Nullable Object> row : answer.rows()) {
            objects.add(object(answer.columns(), row));
        }
        return objects;
    }

    private static Map<String, @Nullable Object> object(List<String> columns, List<@Nullable Object> row) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            object.put(columns.get(i), row.get(i));
        }
        return object;
    }

    private static String csv(List<? extends @Nullable Object> values) {
        List<String> cells = new ArrayList<>();
        values.forEach(value -> cells.add(cell(value)));
        return cells.stream().collect(Collectors.joining(","));
    }

    private static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.matches("(?s).*[\",\\n\\r].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
