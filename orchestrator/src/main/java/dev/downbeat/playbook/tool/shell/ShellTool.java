package dev.downbeat.playbook.tool.shell;

import dev.downbeat.playbook.settings.ShellSettings;
import dev.downbeat.playbook.tool.Deadline;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.Fields;
import dev.downbeat.playbook.tool.Tool;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import dev.downbeat.playbook.tool.process.ProcessTree;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The kind {@code shell}: {@code cmds} as text for {@code sh -c}, or as a list that is one argv. A list of texts with
 * spaces in the first is taken as several commands, run in order until one fails.
 */
public final class ShellTool implements Tool {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    @Override
    public String kind() {
        return "shell";
    }

    @Override
    public List<String> faults(Map<String, ? extends @Nullable Object> spec) {
        return spec.get("cmds") == null && spec.get("cmd") == null && spec.get("command") == null
                ? List.of("shell needs 'cmds'")
                : List.of();
    }

    @Override
    public Map<String, @Nullable Object> run(ToolCall call) throws ToolException, InterruptedException {
        ShellSettings settings = call.services().settings().shell();
        if (!settings.enabled()) {
            throw ToolException.of(ErrorKind.AUTH, "shell is switched off here: shell.enabled=false");
        }
        Deadline deadline = call.deadline(settings.timeout());
        ProcessTree process = start(call.fields());
        var stdout = new CappedText(process.root().getInputStream(), settings.maxOutputBytes());
        var stderr = new CappedText(process.root().getErrorStream(), settings.maxOutputBytes());
        boolean ended = false;
        try {
            ended = process.root().waitFor(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)
                    && stdout.ended(deadline)
                    && stderr.ended(deadline);
        } finally {
            if (!ended) {
                process.kill();
            }
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("exit_code", ended ? process.root().exitValue() : null);
        result.put("stdout", stdout.text());
        result.put("stderr", stderr.text());
        return checked(result, ended);
    }

    private static Map<String, @Nullable Object> checked(Map<String, @Nullable Object> result, boolean ended)
            throws ToolException {
        if (!ended) {
            throw new ToolException(
                    ErrorObject.of(ErrorKind.TIMEOUT, "the command ran out of time and was killed with all it started"),
                    result,
                    null);
        }
        Object code = result.get("exit_code");
        if (!Integer.valueOf(0).equals(code)) {
            String stderr = String.valueOf(result.get("stderr")).strip();
            String last = stderr.substring(stderr.lastIndexOf('\n') + 1);
            throw new ToolException(
                    ErrorObject.of(ErrorKind.UNKNOWN, "exit code " + code + (last.isEmpty() ? "" : ": " + last))
                            .withCode("exit_" + code),
                    result,
                    null);
        }
        return result;
    }

    private static ProcessTree start(Fields fields) throws ToolException {
        List<String> command = new ArrayList<>();
        // A session of its own, so that all it starts can be found and ended.
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(argv(fields));
        ProcessBuilder builder = ProcessTree.builder(command).redirectInput(new File("/dev/null"));
        fields.map("env").forEach((name, value) -> {
            if (value != null) {
                builder.environment().put(name, value.toString());
            }
        });
        fields.text("cwd", "working_dir").map(File::new).ifPresent(builder::directory);
        try {
            return new ProcessTree(builder.start());
        } catch (IOException e) {
            throw ToolException.of(ErrorKind.NOT_FOUND, "the command cannot be started: " + e.getMessage());
        }
    }

    private static List<String> argv(Fields fields) throws ToolException {
        Object cmds = fields.any("cmds", "cmd", "command")
                .orElseThrow(() -> ToolException.of(ErrorKind.SCHEMA, "'cmds' is missing"));
        if (!(cmds instanceof List<?> list)) {
            return List.of("/bin/sh", "-c", cmds.toString());
        }
        List<String> texts = list.stream().map(String::valueOf).toList();
        if (texts.isEmpty()) {
            throw ToolException.of(ErrorKind.SCHEMA, "'cmds' is empty");
        }
        boolean commands =
                texts.get(0).strip().indexOf(' ') > 0 || (fields.any("cmds").isPresent() && texts.size() == 1);
        return commands ? List.of("/bin/sh", "-ec", String.join("\n", texts)) : texts;
    }
}
