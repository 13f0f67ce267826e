package dev.downbeat.worker.cli;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.catalog.CatalogEntry;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.worker.settings.Suggestion;

/** Finds what a user named, or says what there is instead. */
final class Lookup {
    private Lookup() {}

    static CatalogEntry playbook(Playbooks playbooks, String path) {
        return playbooks
                .catalog(path)
                .orElseThrow(() -> CommandFailure.usage(
                        "Playbook not in the catalog: " + path
                                + Suggestion.among(
                                        playbooks.catalog().stream()
                                                .map(CatalogEntry::path)
                                                .toList(),
                                        path),
                        "See: downbeat catalog list"));
    }

    static ExecutionSummary summary(Playbooks playbooks, long executionId) {
        return playbooks.summary(executionId).orElseThrow(() -> unknown(executionId));
    }

    static CommandFailure unknown(long executionId) {
        return CommandFailure.usage(
                "No execution of a playbook has the id " + executionId + ".", "See: downbeat status");
    }
}
