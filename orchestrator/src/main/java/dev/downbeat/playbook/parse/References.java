package dev.downbeat.playbook.parse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The steps and workbook tools that a document mentions, to be checked when all of them are known. */
final class References {

    private final List<Reference> steps = new ArrayList<>();
    private final List<Reference> workbook = new ArrayList<>();

    /** One mention. */
    private record Reference(String name, int line, String path) {}

    void step(String name, int line, String path) {
        steps.add(new Reference(name, line, path));
    }

    void workbook(String name, int line, String path) {
        workbook.add(new Reference(name, line, path));
    }

    /** Reports the mentions of what is not there. */
    void check(Collection<String> knownSteps, Collection<String> knownWorkbook, Problems problems) {
        check(steps, "step", knownSteps, problems);
        check(workbook, "workbook tool", knownWorkbook, problems);
    }

    private static void check(List<Reference> mentions, String what, Collection<String> known, Problems problems) {
        for (Reference mention : mentions) {
            if (!known.contains(mention.name())) {
                String guess = Suggestion.didYouMean(mention.name(), known);
                String all = known.isEmpty()
                        ? "there are none"
                        : "there are: "
                                + String.join(", ", known.stream().limit(20).toList());
                problems.fault(
                        mention.line(),
                        mention.path(),
                        "unknown " + what + " '" + mention.name() + "'",
                        guess.isEmpty() ? all : guess);
            }
        }
    }
}
