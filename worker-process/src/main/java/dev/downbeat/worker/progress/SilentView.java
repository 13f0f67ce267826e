package dev.downbeat.worker.progress;

import dev.downbeat.playbook.status.Progress;
import dev.downbeat.worker.console.Console;

/** Shows nothing but notices: for {@code --json}. */
public final class SilentView implements RunView {
    private final Console console;

    public SilentView(Console console) {
        this.console = console;
    }

    @Override
    public void show(Progress progress) {}

    @Override
    public void notice(String text) {
        console.notice(text);
    }

    @Override
    public void close() {}
}
