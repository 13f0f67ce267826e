package dev.downbeat.playbook.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.credential.Credential;
import dev.downbeat.playbook.graph.Assignment;
import dev.downbeat.playbook.graph.Backoff;
import dev.downbeat.playbook.graph.Directive;
import dev.downbeat.playbook.graph.Keychain;
import dev.downbeat.playbook.graph.Pipeline;
import dev.downbeat.playbook.graph.PipelineTask;
import dev.downbeat.playbook.graph.PolicyRule;
import dev.downbeat.playbook.graph.RetryOn;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.template.Place;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.Template;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.Artifacts;
import dev.downbeat.playbook.tool.CallContext;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import dev.downbeat.playbook.tool.ToolOutcome;
import dev.downbeat.playbook.tool.ToolServices;
import dev.downbeat.playbook.tool.Tools;
import dev.downbeat.playbook.tool.noop.NoopTool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PipelineRunnerTest {
    private final List<String> ran = new ArrayList<>();
    private final PipelineRunner runner = new PipelineRunner(new ToolRunner(
            Tools.of(List.of(new NoopTool(), new Flaky())),
            Templates.standard(),
            new ToolServices(
                    PlaybookSettings.DEFAULTS,
                    new PGSimpleDataSource(),
                    name -> Optional.of(name)
                            .filter("api"::equals)
                            .map(known -> new Credential(known, "bearer", Map.of("token", "s3cret"))),
                    Artifacts.NONE)));

    /** Fails its first calls: as many as {@code failures} says. */
    private final class Flaky implements Tool {
        @Override
        public String kind() {
            return "flaky";
        }

        @Override
        public @Nullable Object run(ToolCall call) throws ToolException {
            ran.add(call.name() + "#" + call.context().attempt());
            if (call.context().attempt() <= call.fields().number("failures", 0, 0)) {
                throw ToolException.of(ErrorKind.SERVER_ERROR, "not yet");
            }
            return Map.of("attempt", call.context().attempt());
        }
    }

    @Test
    void showsEachTaskWhatWasBeforeIt() throws Exception {
        PipelineOutcome outcome = run(
                task("a", noop(Map.of("n", "{{ workload.start }}"))),
                task("b", noop(Map.of("n", "{{ a.n + _prev.n + results.a.n }}", "task", "{{ _task }}"))));

        assertThat(outcome.outcome()).isEqualTo(new ToolOutcome.Succeeded(Map.of("n", 15, "task", "b")));
    }

    @Test
    void jumpsUntilARuleBreaks() throws Exception {
        PipelineTask count = new PipelineTask(
                "count",
                noop(Map.of("n", "{{ ctx.n }}")),
                List.of(),
                List.of(
                        rule("{{ outcome.result.n < 3 }}", new Directive.Jump("count"), set("n", "{{ ctx.n + 1 }}")),
                        rule("{{ true }}", new Directive.Break())));

        PipelineOutcome outcome = run(count, task("never", noop(Map.of("n", "{{ 1 / 0 }}"))));

        assertThat(outcome.outcome()).isEqualTo(new ToolOutcome.Succeeded(Map.of("n", 3)));
        assertThat(outcome.ctx()).isEqualTo(Map.of("n", 3));
    }

    @Test
    void capsItsJumps() throws Exception {
        PipelineTask endless = new PipelineTask(
                "again", noop(Map.of()), List.of(), List.of(rule("{{ true }}", new Directive.Jump("again"))));

        assertThat(run(endless).outcome())
                .isInstanceOfSatisfying(
                        ToolOutcome.Failed.class,
                        failed -> assertThat(failed.error().message()).contains("it jumped 10000 times"));
    }

    @Test
    void repeatsATaskWithinItsAttempts() throws Exception {
        PolicyRule retry = rule("{{ outcome.error.retryable }}", new Directive.Retry(policy(3)));

        assertThat(run(new PipelineTask(
                                "two",
                                flaky(2),
                                List.of(),
                                List.of(rule("{{ outcome.status == 'ok' }}", new Directive.Continue()), retry)))
                        .outcome())
                .isEqualTo(new ToolOutcome.Succeeded(Map.of("attempt", 3)));
        assertThat(ran).containsExactly("two#1", "two#2", "two#3");
        assertThat(run(new PipelineTask("five", flaky(5), List.of(), List.of(retry)))
                        .outcome())
                .isInstanceOf(ToolOutcome.Failed.class);
        assertThat(ran).hasSize(6);
    }

    @Test
    void goesOnAfterAHandledError() throws Exception {
        PipelineTask failing = new PipelineTask(
                "failing",
                flaky(9),
                List.of(),
                List.of(rule("{{ outcome.status == 'error' }}", new Directive.Continue())));

        PipelineOutcome outcome = run(failing, task("after", noop(Map.of("kind", "{{ _prev.error.kind }}"))));

        assertThat(outcome.outcome()).isEqualTo(new ToolOutcome.Succeeded(Map.of("kind", "server_error")));
    }

    @Test
    void setsVariablesThatLaterTasksSee() throws Exception {
        PipelineTask first = new PipelineTask(
                "first",
                noop(Map.of("n", 2)),
                List.of(
                        assignment(Assignment.Target.CTX, "total", "{{ output.data.n }}"),
                        assignment(Assignment.Target.ITER, "seen.deep", "{{ first.n }}")),
                List.of());

        PipelineOutcome outcome =
                run(first, task("second", noop(Map.of("sum", "{{ ctx.total + total + iter.seen.deep + ctx.n }}"))));

        assertThat(outcome.outcome()).isEqualTo(new ToolOutcome.Succeeded(Map.of("sum", 6)));
        assertThat(outcome.ctx()).isEqualTo(Map.of("total", 2));
        assertThat(outcome.iter()).isEqualTo(Map.of("seen", Map.of("deep", 2)));
    }

    @Test
    void failsOnAnUndefinedName() throws Exception {
        assertThat(run(task("a", noop(Map.of("n", "{{ nowhere }}")))).outcome())
                .isInstanceOfSatisfying(ToolOutcome.Failed.class, failed -> {
                    assertThat(failed.error().code()).isEqualTo("template");
                    assertThat(failed.error().message()).contains("nowhere");
                });
    }

    @Test
    void callsTheToolsOfTheWorkbook() throws Exception {
        ToolSpec call = new ToolSpec("workbook", template(Map.of("name", "double")), template(Map.of("x", 4)), null, 1);

        assertThat(run(task("a", call)).outcome()).isEqualTo(new ToolOutcome.Succeeded(Map.of("x", 4, "y", 8)));
        assertThat(run(task("a", new ToolSpec("workbook", template(Map.of("name", "none")), Template.EMPTY, null, 1)))
                        .outcome())
                .isInstanceOfSatisfying(
                        ToolOutcome.Failed.class,
                        failed -> assertThat(failed.error().message())
                                .isEqualTo("the workbook has no 'none'; it has: double"));
    }

    @Test
    void resolvesTheKeychainForTheCallAlone() throws Exception {
        ToolSpec read = noop(Map.of("a", "{{ keychain.fixed.token }}", "b", "{{ keychain.stored.token }}"));

        assertThat(run(task("a", read)).outcome())
                .isEqualTo(new ToolOutcome.Succeeded(Map.of("a", "5!", "b", "s3cret")));
        assertThat(run(task("a", noop(Map.of("a", "{{ keychain.missing.token }}"))))
                        .outcome())
                .isInstanceOfSatisfying(
                        ToolOutcome.Failed.class,
                        failed -> assertThat(failed.error().kind()).isEqualTo(ErrorKind.AUTH));
        PipelineTask storing = new PipelineTask(
                "a",
                noop(Map.of()),
                List.of(assignment(Assignment.Target.CTX, "leak", "{{ keychain.fixed.token }}")),
                List.of());
        assertThat(run(storing).outcome()).isInstanceOf(ToolOutcome.Failed.class);
    }

    private PipelineOutcome run(PipelineTask... tasks) throws InterruptedException {
        Scope scope = Scope.of(Map.of("workload", Map.of("start", 5), "ctx", Map.of("n", 0)));
        Map<String, ToolSpec> workbook = Map.of(
                "double", new ToolSpec("noop", Template.EMPTY, template(Map.of("y", "{{ args.x * 2 }}")), null, 1));
        List<Keychain> keychain = List.of(
                new Keychain("fixed", "static", template(Map.of("token", "{{ workload.start ~ '!' }}")), 1),
                new Keychain("stored", "credential", template(Map.of("credential", "api")), 1),
                new Keychain("missing", "credential", template(Map.of()), 1));
        return runner.run(
                new Pipeline(List.of(tasks), 1),
                new CallSite(scope, Map.of(), workbook, keychain, new CallContext(1, "step", 1, Deadline.NONE)));
    }

    private static PipelineTask task(String name, ToolSpec tool) {
        return new PipelineTask(name, tool, List.of(), List.of());
    }

    private static ToolSpec noop(Map<String, ?> args) {
        return new ToolSpec("noop", Template.EMPTY, template(args), null, 1);
    }

    private static ToolSpec flaky(int failures) {
        return new ToolSpec("flaky", template(Map.of("failures", failures)), Template.EMPTY, null, 1);
    }

    private static Template template(Map<String, ?> source) {
        return Template.compile(source, Place.NONE);
    }

    private static PolicyRule rule(String when, Directive directive, Assignment... assignments) {
        return new PolicyRule(Condition.compile(when, Place.NONE), directive, List.of(assignments), 1);
    }

    private static Assignment set(String name, String value) {
        return assignment(Assignment.Target.CTX, name, value);
    }

    private static Assignment assignment(Assignment.Target target, String name, String value) {
        return new Assignment(target, name, Template.compile(value, Place.NONE));
    }

    private static RetryPolicy policy(int attempts) {
        return new RetryPolicy(
                attempts,
                Set.of(RetryOn.ANY),
                Condition.ALWAYS,
                Condition.NEVER,
                new Backoff(Backoff.Kind.FIXED, Duration.ofMillis(1), 1, Backoff.LONGEST));
    }
}
