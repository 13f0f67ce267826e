package dev.downbeat.playbook.template;

import java.util.ArrayList;
import java.util.List;

/** Splits a text at its {@code {{ … }}}; one with tags or comments is left to {@link BlockReader}. */
final class TextReader {

    private final String text;
    private int at;

    private TextReader(String text) {
        this.text = text;
    }

    /** Returns whether there is any template in the text. */
    static boolean hasTemplate(String text) {
        return text.contains("{{") || text.contains("{%") || hasComment(text);
    }

    private static boolean hasComment(String text) {
        int open = text.indexOf("{#");
        return open >= 0 && text.indexOf("#}", open + 2) >= 0;
    }

    /** Returns the text's blocks, the ones of an empty text being none. */
    static List<Block> read(String text) {
        return text.contains("{%") || hasComment(text) ? BlockReader.read(text) : new TextReader(text).split();
    }

    private List<Block> split() {
        List<Block> blocks = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            if (open < 0) {
                plain.append(text, at, text.length());
                break;
            }
            plain.append(text, at, open);
            at = open + 2;
            int close = end();
            boolean trimLeft = text.startsWith("-", open + 2) && !text.startsWith("--", open + 2);
            boolean trimRight = text.charAt(close - 1) == '-';
            String source = text.substring(open + (trimLeft ? 3 : 2), close - (trimRight ? 1 : 0))
                    .strip();
            String before = trimLeft ? plain.toString().stripTrailing() : plain.toString();
            if (!before.isEmpty()) {
                blocks.add(new Block.Text(before));
            }
            plain.setLength(0);
            blocks.add(new Block.Output(source, ExpressionParser.parse(source)));
            at = close + 2;
            while (trimRight && at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
        if (!plain.isEmpty()) {
            blocks.add(new Block.Text(plain.toString()));
        }
        return blocks;
    }

    /** Returns where the closing {@code }}} stands, past quotes and inner brackets. */
    private int end() {
        int depth = 0;
        char quote = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && depth > 0) {
                depth--;
            } else if (text.startsWith("}}", i)) {
                return i;
            }
        }
        throw Fail.syntax("'{{' is not closed");
    }
}
