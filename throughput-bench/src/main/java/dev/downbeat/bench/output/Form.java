package dev.downbeat.bench.output;

import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.report.RunReport;
import java.util.List;

/** A form that an outcome is written in, as one text. Implementations are pure. */
public interface Form {
    /** Returns the name of its file, {@code bench.html} for example. */
    String fileName();

    /** Returns scenarios in this form. */
    String of(List<RunReport> reports);

    /** Returns the checks of {@code bench --ci} in this form. */
    String of(SuiteReport suite);
}
