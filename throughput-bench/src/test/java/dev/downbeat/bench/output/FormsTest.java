package dev.downbeat.bench.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.bench.check.CheckRun;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.report.RunReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormsTest {
    private final List<RunReport> scaling =
            List.of(Reports.complete("scale-1", 1, 1_000), Reports.complete("scale-2", 2, 1_500));
    private final SuiteReport unreachable = CheckRun.ofAll(phase -> {}).unavailable("nobody answers");

    @Test
    void thePageNeedsNothingButItself() {
        assertThat(new HtmlForm().of(scaling))
                .doesNotContain("<script", "http://", "https://", "src=", "<link")
                .contains("<style>", "viewBox");
    }

    @Test
    void thePageDrawsTheScalingCurve() {
        assertThat(new HtmlForm().of(scaling)).contains("Scaling: scale", "worker processes", "linear");
    }

    @Test
    void thePageEscapesWhatOthersWrote() {
        assertThat(new HtmlForm().of(scaling))
                .contains("its &lt;last&gt; words")
                .doesNotContain("<last>");
    }

    @Test
    void theSummaryBeginsWithWhatMoved() {
        assertThat(new MarkdownForm().of(scaling)).startsWith("## Bench\n\n- **worse** throughput/s: 1");
    }

    @Test
    void theSummaryKeepsATableRowOnOneLine() {
        assertThat(new MarkdownForm().of(unreachable).lines().filter(line -> line.startsWith("| ⚪")))
                .hasSize(unreachable.checks().size())
                .allMatch(line -> line.endsWith("nobody answers |"));
    }

    @Test
    void everyGaugeHasItsHelpAndTypeOnce() {
        String text = new PrometheusForm().of(scaling);

        assertThat(text.lines().filter(line -> line.startsWith("# TYPE"))).doesNotHaveDuplicates();
        assertThat(text).contains("downbeat_bench_latency_seconds{scenario=\"scale-2\",quantile=\"0.99\"} 0.012");
        assertThat(text.lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.matches("[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [-0-9.E]+"));
    }

    @Test
    void tellsWhatIsSkippedAsAGauge() {
        assertThat(new PrometheusForm().of(unreachable))
                .contains("downbeat_bench_check_status{check=\"connect\",status=\"skipped\"} 1.0");
    }
}
