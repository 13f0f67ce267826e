package dev.downbeat.queue.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java of the pages compiles against the library as it is. */
class JavaSnippetsTest {

    @TempDir
    private Path classes;

    static Stream<Page> pages() {
        return Page.all().stream().filter(page -> !page.code("java").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void compiles(Page page) {
        assertThat(faults(page)).as(Snippet.source(page)).isEmpty();
    }

    @Test
    void findsWhatDoesNotCompile() {
        var page = new Page("wrong", "```java\nqueue.enqueueNothing();\n```");

        assertThat(faults(page)).singleElement().asString().contains("enqueueNothing");
    }

    private List<String> faults(Page page) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        List<String> options = List.of(
                "-proc:none", "-Xlint:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        boolean compiled = compiler.getTask(null, null, diagnostics, options, null, List.of(new Source(page)))
                .call();
        List<String> faults = diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                .map(found -> "line %d: %s".formatted(found.getLineNumber(), found.getMessage(null)))
                .toList();
        assertThat(compiled).isEqualTo(faults.isEmpty());
        return faults;
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(Page page) {
            super(URI.create("string:///" + Snippet.className(page) + ".java"), Kind.SOURCE);
            this.text = Snippet.source(page);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
