package dev.downbeat.playbook.pipeline;

import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.template.Template;
import dev.downbeat.playbook.template.TemplateException;
import dev.downbeat.playbook.template.Templates;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.Fields;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolCall;
import dev.downbeat.playbook.tool.ToolException;
import dev.downbeat.playbook.tool.ToolOutcome;
import dev.downbeat.playbook.tool.ToolServices;
import dev.downbeat.playbook.tool.Tools;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders one tool's fields, calls it once, and answers with the outcome. Safe for use by several threads. */
public final class ToolRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);
    private static final int WORKBOOK_DEPTH = 10;

    private final Tools tools;
    private final Templates templates;
    private final ToolServices services;
    private final KeychainScope keychains;

    public ToolRunner(Tools tools, Templates templates, ToolServices services) {
        this.tools = tools;
        this.templates = templates;
        this.services = services;
        this.keychains = new KeychainScope(templates, services.credentials());
    }

    /** Returns what evaluates the templates. */
    Templates templates() {
        return templates;
    }

    /**
     * Runs the tool once; its {@code retry} is the caller's business. Whatever goes wrong, also with a template, is a
     * failed outcome.
     *
     * @param name the step's or the task's name, for messages
     * @throws InterruptedException when the call was cancelled
     */
    public ToolOutcome run(String name, ToolSpec spec, CallSite site) throws InterruptedException {
        try {
            Scope scope = keychains.over(site.scope(), site.keychain());
            return new ToolOutcome.Succeeded(call(name, spec, site.within(scope), 0));
        } catch (ToolException e) {
            return new ToolOutcome.Failed(e.error(), e.result());
        } catch (TemplateException e) {
            return new ToolOutcome.Failed(ofTemplate(e), null);
        } catch (KeychainScope.UnknownSecretException e) {
            return new ToolOutcome.Failed(ErrorObject.of(ErrorKind.AUTH, String.valueOf(e.getMessage())), null);
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw interruptedBy(e);
            }
            LOG.atWarn()
                    .addKeyValue("execution", site.context().executionId())
                    .addKeyValue("step", site.context().step())
                    .addKeyValue("kind", spec.kind())
                    .setCause(e)
                    .log("A tool broke its promise; the call failed");
            return new ToolOutcome.Failed(
                    ErrorObject.of(ErrorKind.UNKNOWN, e.toString())
                            .withCode(e.getClass().getSimpleName()),
                    null);
        }
    }

    /** Returns the error of a call whose templates cannot be evaluated. */
    public static ErrorObject ofTemplate(TemplateException e) {
        return ErrorObject.of(ErrorKind.SCHEMA, String.valueOf(e.getMessage())).withCode("template");
    }

    private @Nullable Object call(String name, ToolSpec spec, CallSite site, int depth)
            throws ToolException, InterruptedException {
        Map<String, @Nullable Object> args = new LinkedHashMap<>(site.args());
        args.putAll(rendered(spec.input(), site.scope()));
        if (depth > 0) {
            args.putAll(site.args()); // a named tool's own arguments are defaults for its caller's
        }
        Scope scope = site.scope().with("args", args).with("input", args);
        Map<String, @Nullable Object> fields = rendered(spec.fields(), scope);
        if (spec.kind().equals("workbook")) {
            return callNamed(fields, site.within(Scope.of(args).with(scope)).with(args), depth);
        }
        return tools.require(spec.kind()).run(new ToolCall(name, fields, args, site.context(), services));
    }

    private @Nullable Object callNamed(Map<String, @Nullable Object> fields, CallSite site, int depth)
            throws ToolException, InterruptedException {
        String name = new Fields(fields).require("name", "task");
        ToolSpec named = site.workbook().get(name);
        if (named == null) {
            throw ToolException.of(
                    ErrorKind.SCHEMA,
                    "the workbook has no '%s'; it has: %s"
                            .formatted(name, String.join(", ", site.workbook().keySet())));
        }
        if (depth >= WORKBOOK_DEPTH) {
            throw ToolException.of(ErrorKind.SCHEMA, "the workbook's '%s' calls itself".formatted(name));
        }
        return call(name, named, site, depth + 1);
    }

    private Map<String, @Nullable Object> rendered(Template template, Scope scope) throws ToolException {
        if (template.isEmpty()) {
            return new LinkedHashMap<>();
        }
        Object value = templates.render(template, scope);
        return new LinkedHashMap<>(PlainData.map(value)
                .orElseThrow(() -> ToolException.of(
                        ErrorKind.SCHEMA, "expected a mapping of arguments, got: " + template.source())));
    }

    private static InterruptedException interruptedBy(RuntimeException cause) {
        var interrupted = new InterruptedException("The call was cancelled");
        interrupted.initCause(cause);
        return interrupted;
    }
}
