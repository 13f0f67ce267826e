package dev.downbeat.bench;

import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.output.Form;
import dev.downbeat.bench.output.HtmlForm;
import dev.downbeat.bench.output.JsonForm;
import dev.downbeat.bench.output.MarkdownForm;
import dev.downbeat.bench.output.PrometheusForm;
import dev.downbeat.bench.report.RunReport;
import dev.downbeat.worker.cli.DocumentOption;
import dev.downbeat.worker.console.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the outcome is written, in which forms; a picocli mixin. */
final class OutputOptions {
    @Mixin
    private DocumentOption json = new DocumentOption();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "write a page with charts that needs nothing but itself")
    private @Nullable Path html;

    @Option(names = "--markdown", paramLabel = "FILE", description = "write a summary for a pull request")
    private @Nullable Path markdown;

    @Option(names = "--prometheus", paramLabel = "FILE", description = "write gauges as text for Prometheus")
    private @Nullable Path prometheus;

    @Option(names = "--out", paramLabel = "DIR", description = "write all of these there, as bench.json, bench.html, …")
    private @Nullable Path folder;

    DocumentOption json() {
        return json;
    }

    void write(Console console, List<RunReport> reports) {
        write(console, form -> form.of(reports));
    }

    void write(Console console, SuiteReport suite) {
        write(console, form -> form.of(suite));
    }

    private void write(Console console, Function<Form, String> text) {
        write(html, new HtmlForm(), text);
        write(markdown, new MarkdownForm(), text);
        write(prometheus, new PrometheusForm(), text);
        write(null, new JsonForm(), text);
        if (json.wanted()) {
            json.write(console, text.apply(new JsonForm()));
        }
    }

    /** Writes to the file of its own, and into the folder of all. */
    private void write(@Nullable Path file, Form form, Function<Form, String> text) {
        if (file != null) {
            DocumentOption.write(file, text.apply(form));
        }
        if (folder != null) {
            DocumentOption.write(folder.resolve(form.fileName()), text.apply(form));
        }
    }
}
