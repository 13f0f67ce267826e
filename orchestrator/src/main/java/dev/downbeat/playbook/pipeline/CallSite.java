package dev.downbeat.playbook.pipeline;

import dev.downbeat.playbook.graph.Keychain;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.tool.CallContext;
import dev.downbeat.playbook.tool.Deadline;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an action is called from.
 *
 * @param scope the names that its templates see
 * @param args the arguments the step was entered with; the tool's own are merged over them
 * @param workbook the playbook's named tools
 * @param keychain the playbook's secrets, for the templates of the call alone
 * @param context the execution, the attempt and the deadline
 */
public record CallSite(
        Scope scope,
        Map<String, ? extends @Nullable Object> args,
        Map<String, ToolSpec> workbook,
        List<Keychain> keychain,
        CallContext context) {

    public CallSite {
        keychain = List.copyOf(keychain);
    }

    /** Returns this site with another scope. */
    public CallSite within(Scope other) {
        return new CallSite(other, args, workbook, keychain, context);
    }

    /** Returns this site with other arguments. */
    public CallSite with(Map<String, ? extends @Nullable Object> other) {
        return new CallSite(scope, other, workbook, keychain, context);
    }

    /** Returns this site for another attempt. */
    public CallSite attempt(int number) {
        return new CallSite(scope, args, workbook, keychain, context.attempt(number));
    }

    /** Returns this site with the moment by which all must have ended. */
    public CallSite until(Deadline moment) {
        return new CallSite(scope, args, workbook, keychain, context.until(moment));
    }
}
