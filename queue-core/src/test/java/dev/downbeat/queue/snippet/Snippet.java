package dev.downbeat.queue.snippet;

import java.util.regex.Pattern;

/** The Java of one page, put together to a class: declarations become its members, all else the body of a method. */
final class Snippet {

    private static final Pattern MEMBER = Pattern.compile("(@\\w+|static |record |void |final )[\\s\\S]*");

    private static final String IMPORTS = """
            import com.fasterxml.jackson.core.type.TypeReference;
            import dev.downbeat.queue.*;
            import dev.downbeat.queue.cron.*;
            import dev.downbeat.queue.metrics.*;
            import dev.downbeat.queue.testing.QueueExtension;
            import dev.downbeat.schema.SchemaInstaller;
            import java.io.*;
            import java.net.ConnectException;
            import java.sql.Connection;
            import java.time.*;
            import java.util.List;
            import java.util.Map;
            import javax.sql.DataSource;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.extension.RegisterExtension;
            import static dev.downbeat.queue.RowChange.Operation.*;
            """;

    private static final String GIVEN = """
                DataSource dataSource;
                Connection connection;
                Queue queue;
                TaskContext context;
                long id;
                static void print(Object text) {}
            """;

    private final StringBuilder members = new StringBuilder();
    private final StringBuilder statements = new StringBuilder();
    private final Page page;

    private Snippet(Page page) {
        this.page = page;
    }

    /** Returns the source text of a class for the page. */
    static String source(Page page) {
        var snippet = new Snippet(page);
        var part = new StringBuilder();
        for (String line : page.code("java").lines().toList()) {
            part.append(line).append('\n');
            if (isWhole(part)) {
                snippet.add(part.toString().strip());
                part.setLength(0);
            }
        }
        snippet.add(part.toString().strip());
        return snippet.source();
    }

    /** The name of the class for the page. */
    static String className(Page page) {
        return "Snippet_" + page.name().replace('-', '_');
    }

    private static boolean isWhole(StringBuilder part) {
        String code = withoutComments(part.toString()).strip();
        return balance(code) == 0 && (code.endsWith(";") || code.endsWith("}"));
    }

    private static String withoutComments(String code) {
        return code.replaceAll("(?m)//.*$", "");
    }

    private static int balance(String code) {
        String bare = code.replaceAll("\"[^\"]*\"", "");
        return bare.chars()
                .map(c -> "({".indexOf(c) >= 0 ? 1 : ")}".indexOf(c) >= 0 ? -1 : 0)
                .sum();
    }

    private void add(String part) {
        boolean member = MEMBER.matcher(withoutComments(part).strip()).matches();
        (member ? members : statements).append(part).append('\n');
    }

    private String source() {
        return "%s\n@SuppressWarnings(\"all\")\nclass %s {\n%s\n%s\n%s\nvoid statements() throws Exception {\n%s}\n}\n"
                .formatted(IMPORTS, className(page), GIVEN, page.preamble("java"), members, statements);
    }
}
