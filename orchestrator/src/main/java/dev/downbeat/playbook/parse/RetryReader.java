package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Backoff;
import dev.downbeat.playbook.graph.RetryOn;
import dev.downbeat.playbook.graph.RetryPolicy;
import dev.downbeat.playbook.template.Condition;
import dev.downbeat.playbook.template.Place;
import dev.downbeat.playbook.template.Template;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the five spellings of retry into the one policy. */
final class RetryReader {

    /** Runs in all when a retry names no number. */
    private static final int DEFAULT_ATTEMPTS = 3;

    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);
    private static final Backoff EXPONENTIAL =
            new Backoff(Backoff.Kind.EXPONENTIAL, DEFAULT_DELAY, 2, Duration.ofMinutes(1));
    private static final Map<String, Backoff.Kind> KINDS = Map.of(
            "none", Backoff.Kind.NONE,
            "fixed", Backoff.Kind.FIXED,
            "constant", Backoff.Kind.FIXED,
            "linear", Backoff.Kind.LINEAR,
            "exponential", Backoff.Kind.EXPONENTIAL);

    private RetryReader() {}

    /** Reads {@code retry} of a tool: {@code true}, a number, a mapping, or a list with one {@code when}/{@code then}. */
    static @Nullable RetryPolicy ofTool(Section tool) {
        Condition retryWhen = tool.condition("retry_when");
        Condition stopWhen = tool.has("stop_when") ? tool.condition("stop_when") : Condition.NEVER;
        Yaml value = tool.get("retry").orElse(null);
        if (value == null) {
            return retryWhen.always() && stopWhen == Condition.NEVER
                    ? null
                    : new RetryPolicy(DEFAULT_ATTEMPTS, Set.of(RetryOn.ANY), retryWhen, stopWhen, EXPONENTIAL);
        }
        return switch (value) {
            case Yaml.Scalar scalar -> shortForm(scalar, tool);
            case Yaml.Mapping mapping ->
                read(Section.of(tool.problems(), mapping, tool.path("retry"), tool.step()), EXPONENTIAL, tool);
            case Yaml.Sequence sequence -> rules(sequence, tool);
        };
    }

    private static @Nullable RetryPolicy shortForm(Yaml.Scalar scalar, Section tool) {
        if (Boolean.FALSE.equals(scalar.value())) {
            return null;
        }
        Optional<Integer> attempts = Boolean.TRUE.equals(scalar.value())
                ? Optional.of(DEFAULT_ATTEMPTS)
                : Amounts.integer(scalar.value()).filter(number -> number >= 0);
        if (attempts.isEmpty()) {
            tool.fault("retry", "true, false, a number of runs or a mapping is expected", "");
        }
        return new RetryPolicy(
                Math.max(1, attempts.orElse(1)),
                Set.of(RetryOn.ANY),
                tool.condition("retry_when"),
                tool.has("stop_when") ? tool.condition("stop_when") : Condition.NEVER,
                EXPONENTIAL);
    }

    /** {@code retry: [{when, then: {…}}]}: the first entry counts. */
    private static @Nullable RetryPolicy rules(Yaml.Sequence sequence, Section tool) {
        if (sequence.items().size() != 1) {
            tool.fault("retry", "one rule is expected, got " + sequence.items().size(), "join them with or");
            return null;
        }
        Section rule =
                Section.of(tool.problems(), sequence.items().getFirst(), tool.path("retry") + "[0]", tool.step());
        Condition when = rule.condition("when");
        Section then = rule.section("then").orElse(rule);
        RetryPolicy policy = read(then, EXPONENTIAL, tool);
        rule.finish();
        return new RetryPolicy(
                policy.maxAttempts(), policy.retryOn(), when, policy.stopWhen(), policy.backoff(), policy.bounds());
    }

    /** Reads {@code then: {retry: …}}; {@code params} and other overrides are left to the caller. */
    static RetryPolicy ofRule(Section retry) {
        return read(retry, Backoff.NONE, retry);
    }

    /** Reads {@code then: {do: retry, attempts, backoff, delay}}. */
    static RetryPolicy ofDirective(Section then) {
        return read(then, Backoff.NONE, null);
    }

    private static RetryPolicy read(Section retry, Backoff fallback, @Nullable Section outer) {
        Map<String, Template> bounds = new LinkedHashMap<>();
        int attempts = retry.get("max_attempts", "attempts")
                .map(value -> attempts(value, retry, bounds))
                .orElse(DEFAULT_ATTEMPTS);
        Condition retryWhen = retry.condition("retry_when");
        Condition stopWhen = retry.has("stop_when") ? retry.condition("stop_when") : Condition.NEVER;
        if (outer != null && outer != retry) {
            retryWhen = retryWhen.always() ? outer.condition("retry_when") : retryWhen;
            stopWhen = stopWhen == Condition.NEVER && outer.has("stop_when") ? outer.condition("stop_when") : stopWhen;
            retryWhen = ofStatus(retry, retryWhen);
        }
        Backoff backoff = backoff(retry, fallback, bounds);
        RetryPolicy policy =
                new RetryPolicy(attempts, retryOn(retry), retryWhen, stopWhen, backoff, Template.mapping(bounds));
        if (outer != null && outer != retry) {
            retry.finish();
        }
        return policy;
    }

    /** {@code retry_on_status: [503]} is a condition on the error's status. */
    private static Condition ofStatus(Section retry, Condition otherwise) {
        return retry.get("retry_on_status")
                .map(Yaml::plain)
                .map(statuses -> Condition.compile(
                        "error.status in " + statuses, new Place(retry.line(), retry.path("retry_on_status"), "")))
                .orElse(otherwise);
    }

    private static int attempts(Yaml value, Section retry, Map<String, Template> bounds) {
        if (isTemplate(value)) {
            bounds.put("max_attempts", retry.template(value, retry.path("max_attempts")));
            return RetryPolicy.UNBOUND;
        }
        Optional<Integer> number = Amounts.integer(value.plain()).filter(attempts -> attempts >= 1);
        if (number.isEmpty()) {
            retry.fault(retry.present("max_attempts", "attempts"), "an integer of at least 1 is expected", "");
        }
        return number.orElse(1);
    }

    private static Set<RetryOn> retryOn(Section retry) {
        Yaml value = retry.get("retry_on").orElse(null);
        if (value == null) {
            return Set.of(RetryOn.ANY);
        }
        Set<RetryOn> groups = EnumSet.noneOf(RetryOn.class);
        for (Yaml item : value instanceof Yaml.Sequence list ? list.items() : List.of(value)) {
            String word = String.valueOf(item.plain());
            RetryOn.parse(word)
                    .ifPresentOrElse(
                            groups::add,
                            () -> retry.problems()
                                    .fault(
                                            item.line(),
                                            retry.path("retry_on"),
                                            "'" + word
                                                    + "' is none of timeout, connection_error, rate_limit, server_error,"
                                                    + " any",
                                            ""));
        }
        return groups.isEmpty() ? Set.of(RetryOn.ANY) : groups;
    }

    private static Backoff backoff(Section retry, Backoff fallback, Map<String, Template> bounds) {
        Yaml word = retry.get("backoff", "backoff_strategy").orElse(null);
        Optional<Duration> delay = duration(retry, bounds, "delay", "delay", "initial_delay", "backoff_seconds");
        Optional<Duration> longest = duration(retry, bounds, "max_delay", "max_delay");
        Optional<Double> multiplier = multiplier(retry, bounds);
        Backoff.Kind kind = multiplier.isPresent() || bounds.containsKey("multiplier")
                ? Backoff.Kind.EXPONENTIAL
                : delay.isPresent() || bounds.containsKey("delay") ? Backoff.Kind.FIXED : fallback.kind();
        if (retry.has("initial_delay")) {
            kind = Backoff.Kind.EXPONENTIAL;
        }
        if (word != null) {
            Optional<Double> seconds = Amounts.number(word.plain());
            if (seconds.isPresent()) {
                delay = Amounts.duration(word.plain());
                kind = Backoff.Kind.FIXED;
            } else {
                kind = kind(word, retry, kind);
            }
        }
        if (kind == Backoff.Kind.NONE) {
            return Backoff.NONE;
        }
        return new Backoff(kind, delay.orElse(DEFAULT_DELAY), multiplier.orElse(2.0), longest.orElse(Backoff.LONGEST));
    }

    private static Backoff.Kind kind(Yaml word, Section retry, Backoff.Kind otherwise) {
        String name = String.valueOf(word.plain()).toLowerCase(Locale.ROOT);
        Backoff.Kind kind = KINDS.get(name);
        if (kind == null) {
            retry.fault(
                    "backoff",
                    "'" + name + "' is none of none, fixed, linear, exponential",
                    Suggestion.didYouMean(name, KINDS.keySet()));
        }
        return kind == null ? otherwise : kind;
    }

    private static Optional<Double> multiplier(Section retry, Map<String, Template> bounds) {
        String[] keys = {"backoff_multiplier", "multiplier"};
        Yaml value = retry.get(keys).orElse(null);
        if (value == null) {
            return Optional.empty();
        }
        if (isTemplate(value)) {
            bounds.put("multiplier", retry.template(value, retry.path(retry.present(keys))));
            return Optional.empty();
        }
        Optional<Double> number = Amounts.number(value.plain()).filter(factor -> factor >= 1);
        if (number.isEmpty()) {
            retry.fault(retry.present(keys), "a number of at least 1 is expected", "");
        }
        return number;
    }

    private static Optional<Duration> duration(
            Section retry, Map<String, Template> bounds, String bound, String... keys) {
        Yaml value = retry.get(keys).orElse(null);
        if (value == null) {
            return Optional.empty();
        }
        if (isTemplate(value)) {
            bounds.put(bound, retry.template(value, retry.path(retry.present(keys))));
            return Optional.empty();
        }
        Optional<Duration> duration = Amounts.duration(value.plain());
        if (duration.isEmpty()) {
            retry.fault(retry.present(keys), "seconds or a duration such as 500ms or 5m is expected", "");
        }
        return duration;
    }

    private static boolean isTemplate(Yaml value) {
        return value instanceof Yaml.Scalar scalar && scalar.value() instanceof String text && text.contains("{{");
    }
}
