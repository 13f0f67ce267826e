package dev.downbeat.playbook.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.tree.TreeParser;
import com.hubspot.jinjava.tree.parse.ExpressionToken;
import com.hubspot.jinjava.tree.parse.TextToken;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a text with {@code {% … %}} or {@code {# … #}}: Jinjava splits it into a tree of texts, outputs and tags, which is
 * taken over block by block. Nothing is ever rendered by Jinjava, so its view of Java objects never comes into play.
 */
final class BlockReader {

    private static final int MAX_DEPTH = 50;

    private BlockReader() {}

    /** Holds the library until a text needs it: it takes a while to load. */
    private static final class Library {
        static final Jinjava JINJAVA = new Jinjava(JinjavaConfig.newBuilder()
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withUseTrimmingForNotesAndExpressions(true)
                        .build())
                .build());
    }

    static List<Block> read(String text) {
        JinjavaInterpreter interpreter = Library.JINJAVA.newInterpreter();
        Node root;
        try {
            root = new TreeParser(interpreter, text).buildTree();
        } catch (InterpretException e) {
            throw Fail.syntax(String.valueOf(e.getMessage()));
        }
        List<TemplateError> errors = interpreter.getErrorsCopy();
        if (!errors.isEmpty()) {
            throw Fail.syntax(errors.getFirst().getMessage());
        }
        return blocks(root.getChildren(), 0);
    }

    private static List<Block> blocks(List<Node> nodes, int depth) {
        if (depth > MAX_DEPTH) {
            throw Fail.syntax("blocks are nested deeper than " + MAX_DEPTH);
        }
        List<Block> blocks = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof TagNode tag) {
                blocks.add(block(tag, depth));
            } else if (node.getMaster() instanceof TextToken text) {
                blocks.add(new Block.Text(text.output()));
            } else if (node.getMaster() instanceof ExpressionToken output) {
                blocks.add(new Block.Output(output.getExpr(), ExpressionParser.parse(output.getExpr())));
            }
        }
        return blocks;
    }

    private static Block block(TagNode tag, int depth) {
        String head = tag.getHelpers().strip();
        return switch (tag.getName()) {
            case "if" -> choice(tag, depth);
            case "for" -> loop(tag, head, depth);
            case "set" -> new Block.Assign(head, TagHead.Set.parse(head), blocks(tag.getChildren(), depth + 1));
            case "raw" -> new Block.Text(raw(tag));
            default ->
                throw Fail.syntax("tag '%s' is not available, there are: for, if, raw, set".formatted(tag.getName()));
        };
    }

    private static String raw(TagNode tag) {
        StringBuilder text = new StringBuilder();
        tag.getChildren().forEach(child -> text.append(child.reconstructImage()));
        return text.toString();
    }

    private static Block choice(TagNode tag, int depth) {
        List<Block.Branch> branches = new ArrayList<>();
        String source = tag.getHelpers().strip();
        Expression condition = ExpressionParser.parse(source);
        List<Node> body = new ArrayList<>();
        for (Node child : tag.getChildren()) {
            boolean elseIf = isTag(child, "elif");
            if (!elseIf && !isTag(child, "else")) {
                body.add(child);
                continue;
            }
            branches.add(new Block.Branch(source, condition, blocks(body, depth + 1)));
            body = new ArrayList<>();
            source = elseIf ? ((TagNode) child).getHelpers().strip() : "else";
            condition = elseIf ? ExpressionParser.parse(source) : new Expression.Literal(true);
        }
        branches.add(new Block.Branch(source, condition, blocks(body, depth + 1)));
        return new Block.If(branches);
    }

    private static Block loop(TagNode tag, String head, int depth) {
        List<Node> body = new ArrayList<>();
        List<Node> otherwise = new ArrayList<>();
        List<Node> current = body;
        for (Node child : tag.getChildren()) {
            if (isTag(child, "else")) {
                current = otherwise;
            } else {
                current.add(child);
            }
        }
        return new Block.For(head, TagHead.For.parse(head), blocks(body, depth + 1), blocks(otherwise, depth + 1));
    }

    private static boolean isTag(Node node, String name) {
        return node instanceof TagNode tag && tag.getName().equals(name);
    }
}
