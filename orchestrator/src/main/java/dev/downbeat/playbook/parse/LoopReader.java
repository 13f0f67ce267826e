package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.FailureMode;
import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.graph.Loop.Mode;
import dev.downbeat.playbook.template.Template;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code loop}. */
final class LoopReader {

    private static final int DEFAULT_WIDTH = 10; // of a parallel loop
    private static final Map<String, Mode> MODES = Map.of(
            "sequential", Mode.SEQUENTIAL,
            "parallel", Mode.PARALLEL,
            "async", Mode.PARALLEL,
            "cursor", Mode.PARALLEL);
    static final Map<String, FailureMode> FAILURES = Map.of(
            "best_effort", FailureMode.BEST_EFFORT,
            "fail_fast", FailureMode.FAIL_FAST);

    private LoopReader() {}

    static @Nullable Loop read(Section step, ActionReader tools) {
        Section loop = step.section("loop").orElse(null);
        if (loop == null) {
            return null;
        }
        Loop.Source source = source(loop, tools);
        String iterator = loop.text("iterator", "element", "as").orElse("");
        if (iterator.isEmpty()) {
            loop.fault("iterator", "a loop needs 'iterator', the name of its item", "");
        }
        Section spec = loop.section("spec").orElse(loop);
        Mode mode = mode(loop, spec);
        Template width = width(loop, spec, mode);
        FailureMode failure = failure(loop, spec);
        if (spec != loop) {
            spec.get("frame", "name");
            spec.finish();
        }
        loop.finish();
        return new Loop(source, iterator, mode, width, failure, loop.line());
    }

    private static Loop.Source source(Section loop, ActionReader tools) {
        Section cursor = loop.section("cursor").orElse(null);
        Optional<Yaml> items = loop.get("in", "collection");
        if (cursor != null) {
            if (items.isPresent()) {
                loop.fault("in", "a loop has either 'in' or 'cursor', not both", "remove one of them");
            }
            return new Loop.Source.Cursor(tools.cursor(cursor));
        }
        if (items.isEmpty()) {
            loop.fault("in", "a loop needs 'in', its collection", "");
        }
        return new Loop.Source.Items(loop.template("in", "collection"));
    }

    private static Mode mode(Section loop, Section spec) {
        Mode fallback = concurrency(loop, spec).isPresent() ? Mode.PARALLEL : Mode.SEQUENTIAL;
        return loop.has("mode") ? loop.choice(MODES, fallback, "mode") : spec.choice(MODES, fallback, "mode");
    }

    private static Optional<Yaml> concurrency(Section loop, Section spec) {
        String[] keys = {"concurrency", "max_in_flight", "width"};
        Optional<Yaml> written = spec.get(keys);
        return written.isPresent() ? written : loop.get(keys);
    }

    private static Template width(Section loop, Section spec, Mode mode) {
        Yaml written = concurrency(loop, spec).orElse(null);
        if (mode == Mode.SEQUENTIAL) {
            return Template.literal(1);
        }
        if (written == null) {
            return Template.literal(DEFAULT_WIDTH);
        }
        Template width = loop.template(written, loop.path("concurrency"));
        boolean wrong = width.constant()
                && Amounts.integer(written.plain())
                        .filter(number -> number >= 1)
                        .isEmpty();
        if (wrong) {
            loop.problems().fault(written.line(), loop.path("concurrency"), "an integer of at least 1 is expected", "");
        }
        return width;
    }

    /** {@code on_failure: fail_fast}, {@code failure.mode}, or the same under {@code spec}. */
    private static FailureMode failure(Section loop, Section spec) {
        for (Section section : new Section[] {loop, spec}) {
            Section failure = section.get("failure")
                    .filter(Yaml.Mapping.class::isInstance)
                    .flatMap(value -> section.section("failure"))
                    .orElse(null);
            if (failure != null) {
                FailureMode mode = failure.choice(FAILURES, FailureMode.BEST_EFFORT, "mode");
                failure.finish();
                return mode;
            }
            if (section.get("on_failure", "failure", "failure_mode").isPresent()) {
                return section.choice(FAILURES, FailureMode.BEST_EFFORT, "on_failure", "failure", "failure_mode");
            }
            section.get("policy");
        }
        if (loop.get("fail_fast").map(Yaml::plain).filter(Boolean.TRUE::equals).isPresent()) {
            return FailureMode.FAIL_FAST;
        }
        return FailureMode.BEST_EFFORT;
    }
}
