package dev.downbeat.worker.cli;

import picocli.CommandLine.Option;

/** The flag for programs that read the output; a picocli mixin. */
final class JsonOption {
    @Option(names = "--json", description = "print one JSON document and nothing else")
    private boolean json;

    boolean wanted() {
        return json;
    }
}
