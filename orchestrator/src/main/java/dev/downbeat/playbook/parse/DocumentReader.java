package dev.downbeat.playbook.parse;

import dev.downbeat.playbook.graph.Keychain;
import dev.downbeat.playbook.graph.Metadata;
import dev.downbeat.playbook.graph.Playbook;
import dev.downbeat.playbook.graph.Step;
import dev.downbeat.playbook.graph.ToolSpec;
import dev.downbeat.playbook.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the whole of a document. */
final class DocumentReader {

    private static final String VERSION = "noetl.io/v2";
    private static final List<String> SECRETS = List.of("static", "bearer", "credential");

    private final Problems problems;
    private final References references = new References();
    private final ActionReader tools;
    private final StepReader steps;

    DocumentReader(Problems problems, ParseOptions options) {
        this.problems = problems;
        this.tools = new ActionReader(options);
        this.steps = new StepReader(tools, new TransitionReader(new ThenReader(tools, references)), references);
    }

    Playbook read(Yaml document) {
        Section root = Section.of(problems, document, "", "");
        head(root);
        Metadata metadata = metadata(root);
        Template workload = workload(root);
        List<Keychain> keychain = keychain(root);
        Map<String, ToolSpec> workbook = workbook(root);
        Map<String, Step> workflow = workflow(root);
        String entry = entry(root, workflow);
        warnOfShadows(workload, workflow);
        root.get("description", "desc", "name", "path", "version");
        root.finish();
        references.check(workflow.keySet(), workbook.keySet(), problems);
        return new Playbook(metadata, workload, keychain, workbook, workflow, entry);
    }

    /** Once the step has a result, the bare name means that: nothing is shadowed silently. */
    private void warnOfShadows(Template workload, Map<String, Step> workflow) {
        workflow.forEach((name, step) -> {
            if (workload.child(name).isPresent()) {
                problems.warn(
                        step.line(),
                        "workflow." + name,
                        "the step has the name of a workload key: the bare name means the step's result once it has ended",
                        "write workload." + name + " for the value");
            }
        });
    }

    private static void head(Section root) {
        String version = root.text("apiVersion").orElse("");
        if (version.isEmpty()) {
            root.problems().warn(1, "apiVersion", "missing", "write apiVersion: " + VERSION);
        } else if (!version.equals(VERSION)) {
            root.fault("apiVersion", "'" + version + "' is not known here", "write apiVersion: " + VERSION);
        }
        String kind = root.text("kind").orElse("");
        if (kind.isEmpty()) {
            root.problems().warn(1, "kind", "missing", "write kind: Playbook");
        } else if (!kind.equals("Playbook")) {
            root.fault("kind", "'" + kind + "' is no playbook", "write kind: Playbook");
        }
    }

    private static Metadata metadata(Section root) {
        Section metadata = root.section("metadata").orElse(null);
        if (metadata == null) {
            root.fault("metadata", "missing", "write metadata: {name: …}");
            return new Metadata("", "", "", "", Map.of());
        }
        String name = metadata.text("name").orElse("");
        if (name.isEmpty()) {
            metadata.fault("name", "'name' is missing", "");
        }
        String path = metadata.text("path").filter(text -> !text.isEmpty()).orElse(name);
        Map<String, String> labels = new TreeMap<>();
        metadata.section("labels")
                .ifPresent(section -> section.entries()
                        .forEach((key, entry) ->
                                labels.put(key, String.valueOf(entry.value().plain()))));
        metadata.get("tags", "owner", "author", "annotations", "namespace", "category", "exposed_in_ui");
        Metadata read = new Metadata(
                name,
                path.replaceFirst("^/+", ""),
                metadata.text("version").orElse(""),
                metadata.text("description", "desc").orElse(""),
                labels);
        metadata.finish();
        return read;
    }

    private static Template workload(Section root) {
        return root.section("workload")
                .map(section -> root.template("workload"))
                .orElse(Template.EMPTY);
    }

    /** A list of entries that name themselves, or a mapping by name. */
    private List<Section> named(Section root, String key) {
        List<Section> entries = new ArrayList<>();
        root.get(key).ifPresent(value -> {
            switch (value) {
                case Yaml.Sequence list -> {
                    for (Yaml item : list.items()) {
                        entries.add(Section.of(problems, item, key + "[" + entries.size() + "]", ""));
                    }
                }
                case Yaml.Mapping mapping ->
                    mapping.entries().forEach((name, entry) -> {
                        Map<String, Yaml.Entry> fields = new LinkedHashMap<>();
                        fields.put("name", new Yaml.Entry(entry.line(), new Yaml.Scalar(name, entry.line())));
                        Section inner = Section.of(problems, entry.value(), key + "." + name, "");
                        fields.putAll(inner.entries());
                        entries.add(inner.with(fields));
                    });
                case Yaml.Scalar scalar ->
                    problems.fault(scalar.line(), key, "a list is expected, got " + value.kind(), "");
            }
        });
        return entries;
    }

    private List<Keychain> keychain(Section root) {
        List<Keychain> keychain = new ArrayList<>();
        for (Section entry : named(root, "keychain")) {
            String name = entry.text("name").orElse("");
            String kind = entry.text("kind", "type").orElse("static");
            if (name.isEmpty()) {
                entry.fault("name", "'name' is missing", "");
            }
            if (!SECRETS.contains(kind)) {
                entry.fault(
                        entry.present("kind", "type"),
                        "kind '" + kind + "' is not available here",
                        "there are: " + String.join(", ", SECRETS));
            }
            Map<String, Template> fields = new LinkedHashMap<>();
            entry.entries().forEach((key, value) -> {
                if (!key.equals("name") && !key.equals("kind")) {
                    fields.put(key, entry.template(value.value(), entry.path(key)));
                }
            });
            keychain.add(new Keychain(name, kind, Template.mapping(fields), entry.line()));
        }
        return keychain;
    }

    private Map<String, ToolSpec> workbook(Section root) {
        Map<String, ToolSpec> workbook = new LinkedHashMap<>();
        for (Section entry : named(root, "workbook")) {
            String name = entry.text("name").orElse("");
            Optional<Yaml> tool = entry.get("tool");
            entry.get("desc", "description", "assert");
            if (name.isEmpty() || tool.isEmpty()) {
                entry.fault(name.isEmpty() ? "name" : "tool", "a workbook entry needs 'name' and 'tool'", "");
                continue;
            }
            ActionReader.Read read = tools.read(tool.get(), entry.in(name), entry.path("tool"));
            if (read != null && read.action() instanceof ToolSpec spec) {
                if (workbook.put(name, spec) != null) {
                    entry.fault("name", "workbook tool '" + name + "' is there twice", "");
                }
            } else if (read != null) {
                entry.fault("tool", "a workbook tool is one tool, without policy rules", "make it a step");
            }
            entry.finish();
        }
        return workbook;
    }

    private Map<String, Step> workflow(Section root) {
        Map<String, Step> workflow = new LinkedHashMap<>();
        Yaml value = root.get("workflow").orElse(null);
        if (!(value instanceof Yaml.Sequence list) || list.items().isEmpty()) {
            root.fault("workflow", value == null ? "missing" : "a list of steps is expected, got " + value.kind(), "");
            return workflow;
        }
        for (int i = 0; i < list.items().size(); i++) {
            Section section = Section.of(problems, list.items().get(i), "workflow[" + i + "]", "");
            Step step = steps.read(section);
            Step before = workflow.putIfAbsent(step.name(), step);
            if (before != null && !step.name().isEmpty()) {
                section.fault(
                        "step",
                        "step '" + step.name() + "' is there twice, first in line " + before.line(),
                        "give it its own name");
            }
        }
        return workflow;
    }

    /** {@code executor.spec.entry_step}, else {@code start}, else the first. */
    private String entry(Section root, Map<String, Step> workflow) {
        Optional<Section> spec = root.section("executor").flatMap(executor -> {
            executor.get("profile", "version", "requires");
            Optional<Section> inner = executor.section("spec");
            executor.finish();
            return inner;
        });
        String named = spec.flatMap(section -> {
                    section.get("final_step", "no_next_is_error", "policy");
                    Optional<String> entry = section.text("entry_step");
                    entry.ifPresent(
                            name -> references.step(name, section.lineOf("entry_step"), section.path("entry_step")));
                    section.finish();
                    return entry;
                })
                .orElse("");
        if (!named.isEmpty()) {
            return named;
        }
        return workflow.containsKey("start")
                ? "start"
                : workflow.keySet().stream().findFirst().orElse("");
    }
}
