package dev.downbeat.worker.run;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.catalog.Registered;
import dev.downbeat.playbook.parse.PlaybookInvalidException;
import dev.downbeat.worker.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings files into the catalog. */
public final class Registration {
    private final Playbooks playbooks;
    private final Console console;
    private final boolean strict;

    public Registration(Playbooks playbooks, Console console, boolean strict) {
        this.playbooks = playbooks;
        this.console = console;
        this.strict = strict;
    }

    /**
     * Registers the file; its warnings go to standard error.
     *
     * @throws RefusedPlaybookException if it is no valid playbook
     */
    public Registered register(Path file) {
        try {
            Registered registered = playbooks.register(read(file), strict);
            registered.warnings().forEach(warning -> console.warn(file + ": " + warning));
            return registered;
        } catch (PlaybookInvalidException e) {
            throw new RefusedPlaybookException(file, e);
        }
    }

    /** Registers the file, and with it every playbook under its folder if it calls others. */
    public Registered registerWithCallees(Path file) {
        if (PlaybookFiles.callsOthers(read(file))) {
            Path folder = file.toAbsolutePath().normalize().getParent();
            registerBeside(folder == null ? List.of() : PlaybookFiles.under(folder), file);
        }
        return register(file);
    }

    /** Registers these files but the one; a playbook that is refused is a warning here. */
    public void registerBeside(List<Path> files, Path except) {
        for (Path file : files) {
            if (same(file, except)) {
                continue;
            }
            try {
                playbooks.register(read(file), strict);
            } catch (PlaybookInvalidException e) {
                console.warn(file + " is left out, as it is no valid playbook:\n"
                        + new RefusedPlaybookException(file, e).getMessage());
            }
        }
    }

    private static boolean same(Path left, Path right) {
        return left.toAbsolutePath().normalize().equals(right.toAbsolutePath().normalize());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is not text in UTF-8.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
