package dev.downbeat.playbook.parse;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads one YAML document into {@link Yaml}, within bounds on its size, its depth and what its aliases unfold to. Only
 * the core types of YAML 1.1 are known; a tag for anything else is a fault.
 */
final class YamlReader {

    /** The largest document, in characters. */
    static final int MAX_CHARS = 5 * 1024 * 1024;

    private static final int MAX_DEPTH = 60;
    private static final int MAX_VALUES = 300_000; // after aliases are unfolded

    private final Problems problems;
    private final Scalars scalars = new Scalars();
    private int values;

    private YamlReader(Problems problems) {
        this.problems = problems;
    }

    /** Returns the document, or null when it is none; why not is among the problems then. */
    static @Nullable Yaml read(String text, Problems problems) {
        if (text.length() > MAX_CHARS) {
            problems.fault(1, "", "the document has more than " + MAX_CHARS + " characters", "split it into playbooks");
            return null;
        }
        try {
            Node root = new org.yaml.snakeyaml.Yaml(options()).compose(new StringReader(text));
            if (root == null) {
                problems.fault(1, "", "the document is empty", "");
                return null;
            }
            return new YamlReader(problems).value(root, "", 0);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            problems.fault(line, "", "no YAML: " + reason(e.getProblem(), e), "");
        } catch (YAMLException e) {
            problems.fault(1, "", "no YAML: " + reason(e.getMessage(), e), "");
        } catch (TooLargeException e) {
            problems.fault(e.line, "", String.valueOf(e.getMessage()), "");
        }
        return null;
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(200);
        options.setAllowRecursiveKeys(false);
        options.setProcessComments(false);
        return options;
    }

    private static String reason(@Nullable String problem, YAMLException e) {
        String text = problem == null ? String.valueOf(e.getMessage()) : problem;
        return text.lines().findFirst().orElse("unreadable").strip();
    }

    private Yaml value(Node node, String path, int depth) {
        int line = line(node);
        if (depth > MAX_DEPTH) {
            throw new TooLargeException(line, "the document is nested deeper than " + MAX_DEPTH);
        }
        if (++values > MAX_VALUES) {
            throw new TooLargeException(line, "the document has more than " + MAX_VALUES + " values");
        }
        return switch (node) {
            case ScalarNode scalar -> new Yaml.Scalar(scalar(scalar, path), line);
            case SequenceNode sequence -> {
                checkTag(sequence, Tag.SEQ, path);
                List<Yaml> items = new ArrayList<>();
                for (Node item : sequence.getValue()) {
                    items.add(value(item, path + "[" + items.size() + "]", depth + 1));
                }
                yield new Yaml.Sequence(items, line);
            }
            case MappingNode mapping -> mapping(mapping, path, depth);
            default -> new Yaml.Scalar(null, line);
        };
    }

    private Yaml.Mapping mapping(MappingNode node, String path, int depth) {
        checkTag(node, Tag.MAP, path);
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        Map<String, Yaml.Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Node keyNode = tuple.getKeyNode();
            if (!(keyNode instanceof ScalarNode scalar)) {
                problems.fault(line(keyNode), path, "a key must be a text", "");
                continue;
            }
            String key = scalar.getValue();
            String inner = path.isEmpty() ? key : path + "." + key;
            Yaml value = value(tuple.getValueNode(), inner, depth + 1);
            if (scalar.getTag().equals(Tag.MERGE)) {
                merge(value, merged);
                continue;
            }
            Yaml.Entry before = entries.put(key, new Yaml.Entry(line(keyNode), value));
            if (before != null) {
                problems.warn(
                        line(keyNode), inner, "duplicate key, also in line " + before.line(), "the last one counts");
            }
        }
        merged.forEach(entries::putIfAbsent);
        return new Yaml.Mapping(entries, line(node));
    }

    private static void merge(Yaml value, Map<String, Yaml.Entry> merged) {
        switch (value) {
            case Yaml.Mapping mapping -> mapping.entries().forEach(merged::putIfAbsent);
            case Yaml.Sequence sequence -> sequence.items().forEach(item -> merge(item, merged));
            case Yaml.Scalar scalar -> {}
        }
    }

    /** Numbers, booleans and null are read; everything else, dates too, stays the text that was written. */
    private @Nullable Object scalar(ScalarNode node, String path) {
        Tag tag = node.getTag();
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.BOOL) || tag.equals(Tag.NULL)) {
            try {
                return scalars.read(node);
            } catch (RuntimeException e) {
                return node.getValue(); // "1_" resolves to an integer and is none
            }
        }
        if (!tag.equals(Tag.TIMESTAMP) && !tag.equals(Tag.MERGE)) {
            checkTag(node, Tag.STR, path);
        }
        return node.getValue();
    }

    /** Refuses a tag that asks for any other type than the core one: nothing but plain data is ever built. */
    private void checkTag(Node node, Tag core, String path) {
        if (!node.getTag().equals(core) && !node.getTag().equals(new Tag("!"))) {
            String tag = node.getTag().getValue();
            problems.fault(line(node), path, "the tag " + tag + " is not allowed", "use plain values");
        }
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    /** Reads scalars of the core types. */
    private static final class Scalars extends SafeConstructor {
        Scalars() {
            super(new LoaderOptions());
        }

        Object read(ScalarNode node) {
            return constructObject(node);
        }
    }

    /** Ends the reading of a document beyond its bounds. */
    private static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;

        TooLargeException(int line, String message) {
            super(message, null, false, false);
            this.line = line;
        }
    }
}
