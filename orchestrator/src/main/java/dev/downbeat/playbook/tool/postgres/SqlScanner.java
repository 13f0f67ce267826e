package dev.downbeat.playbook.tool.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL into statements at the semicolons that end them: not those in quotes, dollar quotes, comments, or the body
 * of {@code create function … begin atomic … end}. Linear in the text's length.
 */
final class SqlScanner {
    private final String sql;
    private int at;

    private SqlScanner(String sql) {
        this.sql = sql;
    }

    /**
     * Returns the statements, without the semicolons, the space around them, and those that are nothing but comments.
     */
    static List<String> split(String sql) {
        return new SqlScanner(sql).statements();
    }

    /**
     * Returns where the quoted text, comment or dollar quote that starts here ends; {@code from} itself when none
     * starts.
     */
    static int skip(String sql, int from) {
        var scanner = new SqlScanner(sql);
        scanner.at = from;
        scanner.skipOpaque();
        return scanner.at;
    }

    private List<String> statements() {
        List<String> statements = new ArrayList<>();
        int start = 0;
        boolean blank = true;
        int atomic = 0;
        while (at < sql.length()) {
            int before = at;
            boolean comment = atComment();
            skipOpaque();
            if (at > before) {
                blank &= comment;
                continue;
            }
            char c = sql.charAt(at);
            if (c == ';' && atomic == 0) {
                if (!blank) {
                    statements.add(sql.substring(start, at).strip());
                }
                start = ++at;
                blank = true;
            } else if (isWordStart(c)) {
                String word = word();
                atomic = depth(atomic, word);
                blank = false;
            } else {
                blank &= Character.isWhitespace(c);
                at++;
            }
        }
        if (!blank) {
            statements.add(sql.substring(start).strip());
        }
        return statements;
    }

    /** Counts the ends still to come once within {@code begin atomic}. */
    private int depth(int atomic, String word) {
        if (atomic == 0) {
            return word.equalsIgnoreCase("begin") && followedBy("atomic") ? 1 : 0;
        }
        if (word.equalsIgnoreCase("case")) {
            return atomic + 1;
        }
        return word.equalsIgnoreCase("end") ? atomic - 1 : atomic;
    }

    private boolean followedBy(String word) {
        int next = at;
        while (next < sql.length() && Character.isWhitespace(sql.charAt(next))) {
            next++;
        }
        return sql.regionMatches(true, next, word, 0, word.length());
    }

    private String word() {
        int start = at;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        return sql.substring(start, at);
    }

    private boolean atComment() {
        return sql.startsWith("--", at) || sql.startsWith("/*", at);
    }

    private void skipOpaque() {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"') {
            skipQuoted(c, c == '\'' && afterEscapePrefix());
        } else if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end + 1;
        } else if (sql.startsWith("/*", at)) {
            skipBlockComment();
        } else if (c == '$' && (at == 0 || !isWordPart(sql.charAt(at - 1)))) {
            skipDollarQuoted();
        }
    }

    /**
     * Skips to behind the closing quote; a doubled quote is none, and neither, in {@code E''}, one behind a backslash.
     */
    private void skipQuoted(char quote, boolean backslashes) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (backslashes && c == '\\') {
                at += 2;
            } else if (c != quote) {
                at++;
            } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
                at += 2;
            } else {
                at++;
                return;
            }
        }
        at = sql.length();
    }

    private boolean afterEscapePrefix() {
        return at > 0
                && (sql.charAt(at - 1) == 'E' || sql.charAt(at - 1) == 'e')
                && (at == 1 || !isWordPart(sql.charAt(at - 2)));
    }

    /** Block comments nest. */
    private void skipBlockComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
    }

    private void skipDollarQuoted() {
        int tagEnd = at + 1;
        while (tagEnd < sql.length() && isWordPart(sql.charAt(tagEnd)) && sql.charAt(tagEnd) != '$') {
            tagEnd++;
        }
        boolean opens = tagEnd < sql.length()
                && sql.charAt(tagEnd) == '$'
                && (tagEnd == at + 1 || !Character.isDigit(sql.charAt(at + 1)));
        if (opens) {
            String tag = sql.substring(at, tagEnd + 1);
            int close = sql.indexOf(tag, tagEnd + 1);
            at = close < 0 ? sql.length() : close + tag.length();
        }
    }

    private static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }
}
