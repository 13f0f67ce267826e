package dev.downbeat.worker.cli;

import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.status.ExecutionStatus;
import dev.downbeat.playbook.status.PlaybookEvent;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Style;
import dev.downbeat.worker.process.SettingsOfWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Print an execution's events; with --json one array, with --follow --json one object a line.")
final class EventsCommand implements Callable<Integer> {
    private static final int PAGE = 1_000;
    private static final Duration LOOK = Duration.ofMillis(300);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "ID", description = "the execution")
    private long executionId;

    @Option(
            names = {"-f", "--follow"},
            description = "go on until the execution is over")
    private boolean follow;

    @Option(names = "--after", paramLabel = "EVENT", description = "only events after this one")
    private long after;

    @Override
    public Integer call() throws InterruptedException {
        try (Session session = common.open(2)) {
            Playbooks playbooks = Playbooks.on(session.dataSource(), SettingsOfWorker.playbooks(session.settings()));
            if (playbooks.status(executionId).isEmpty()) {
                throw Lookup.unknown(executionId);
            }
            if (json.wanted() && !follow) {
                common.console().json(all(playbooks));
                return ExitCode.GOOD.code();
            }
            print(playbooks);
            return ExitCode.GOOD.code();
        }
    }

    private List<PlaybookEvent> all(Playbooks playbooks) {
        List<PlaybookEvent> all = new ArrayList<>();
        List<PlaybookEvent> page = playbooks.events(executionId, after, PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = playbooks.events(executionId, page.getLast().eventId(), PAGE);
        }
        return all;
    }

    private void print(Playbooks playbooks) throws InterruptedException {
        long last = after;
        while (true) {
            // Asked before the events are read, so that the last ones are not missed.
            boolean over = playbooks
                    .status(executionId)
                    .map(ExecutionStatus::status)
                    .map(status -> status.terminal())
                    .orElse(true);
            List<PlaybookEvent> page = playbooks.events(executionId, last, PAGE);
            page.forEach(this::print);
            last = page.isEmpty() ? last : page.getLast().eventId();
            if (page.isEmpty()) {
                if (!follow || over) {
                    return;
                }
                Thread.sleep(LOOK);
            }
        }
    }

    private void print(PlaybookEvent event) {
        Console console = common.console();
        if (json.wanted()) {
            console.jsonLine(event);
            return;
        }
        boolean bad = event.eventType().endsWith("failed") || event.eventType().endsWith("error");
        String item = event.item() == null ? "" : " [" + event.item() + "]";
        String node = event.nodeName() == null ? "" : event.nodeName();
        console.line(console.styled(Style.FAINT, Moments.local(event.createdAt())) + "  "
                + console.styled(bad ? Style.BAD : Style.PLAIN, "%-22s".formatted(event.eventType())) + "  " + node
                + item
                + (event.error() == null
                        ? ""
                        : "  " + event.error().path("message").asText()));
    }
}
