package dev.downbeat.playbook.tool;

import dev.downbeat.playbook.credential.Credential;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool.
 *
 * @param name the step's or the pipeline task's name, for messages
 * @param spec the tool's fields, rendered (python's code is as written), as plain data
 * @param args the call's arguments by name, rendered: the step's own over those it was entered with
 * @param context where the call stands, and how long it may take
 * @param services what tools share within this process
 */
public record ToolCall(
        String name,
        Map<String, @Nullable Object> spec,
        Map<String, @Nullable Object> args,
        CallContext context,
        ToolServices services) {

    public ToolCall {
        // Views, not copies: arguments may hold megabytes.
        spec = Collections.unmodifiableMap(spec);
        args = Collections.unmodifiableMap(args);
    }

    /** Returns the fields with typed access and error messages that name them. */
    public Fields fields() {
        return new Fields(spec);
    }

    /** Returns the credential of this name as it stands now, or fails because there is none. */
    public Credential credential(String credentialName) throws ToolException {
        return services.credentials()
                .find(credentialName)
                .orElseThrow(() -> ToolException.of(
                        ErrorKind.AUTH,
                        "credential '%s' is unknown; set it with: downbeat credential set %s --type …"
                                .formatted(credentialName, credentialName)));
    }

    /** Returns by when the work must be done: its {@code timeout} field or this default, or the step's own deadline. */
    public Deadline deadline(Duration defaultTimeout) throws ToolException {
        return context.deadline().orAfter(fields().duration("timeout").orElse(defaultTimeout));
    }
}
