package dev.downbeat.worker.cli;

import dev.downbeat.queue.Queue;
import dev.downbeat.worker.settings.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that pauses or resumes what it is given by name: all of them, or none if one is unknown. */
abstract class PauseCommand implements Callable<Integer> {
    /** What it speaks of, and what it does to it. */
    enum Verb {
        PAUSE("paused"),
        RESUME("resumed");

        private final String past;

        Verb(String past) {
            this.past = past;
        }
    }

    private final String noun;
    private final Verb verb;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "which")
    private List<String> names = List.of();

    PauseCommand(String noun, Verb verb) {
        this.noun = noun;
        this.verb = verb;
    }

    @Override
    public final Integer call() {
        try (Session session = common.open(2)) {
            Map<String, String> known = known(DSL.using(session.dataSource(), SQLDialect.POSTGRES));
            names.forEach(name -> check(name, known));
            Queue queue = Queue.on(session.dataSource());
            List<String> changed = new ArrayList<>();
            List<String> unchanged = new ArrayList<>();
            names.forEach(name -> (apply(queue, name, known) ? changed : unchanged).add(name));
            if (json.wanted()) {
                common.console().json(Map.of(verb.past, changed, "unchanged", unchanged));
            } else {
                changed.forEach(name -> common.console().line(noun + " " + name + " is " + verb.past));
                unchanged.forEach(name -> common.console().line(noun + " " + name + " was " + state() + " already"));
            }
            return ExitCode.GOOD.code();
        }
    }

    private String state() {
        return verb == Verb.PAUSE ? "paused" : "open";
    }

    private void check(String name, Map<String, String> known) {
        if (!known.containsKey(name)) {
            throw CommandFailure.usage(
                    "No " + noun + " is named " + name + Suggestion.among(known.keySet(), name) + ".",
                    "See: downbeat " + noun + "s");
        }
    }

    private boolean apply(Queue queue, String name, Map<String, String> known) {
        return verb == Verb.PAUSE ? pause(queue, name, known) : resume(queue, name, known);
    }

    /** Reads what there is, by name. */
    abstract Map<String, String> known(DSLContext sql);

    /** Returns whether that changed anything. */
    abstract boolean pause(Queue queue, String name, Map<String, String> known);

    /** Returns whether that changed anything. */
    abstract boolean resume(Queue queue, String name, Map<String, String> known);
}
