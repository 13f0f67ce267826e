package dev.downbeat.queue;

/** The rules for names that people choose: refused at once, with the rule they break. */
final class Names {

    private static final int MAX_LENGTH = 200;
    private static final int MAX_KEY_LENGTH = 500;
    private static final int MAX_EVENT_KEY_LENGTH = 250;

    private Names() {}

    /** Returns the name of a task, a queue or a worker unchanged. */
    static String check(String what, String name) {
        return check(what, name, MAX_LENGTH);
    }

    /** Returns the name of a step or a dedupe key unchanged. */
    static String checkKey(String what, String key) {
        return check(what, key, MAX_KEY_LENGTH);
    }

    /** Returns the key of an event unchanged; it may be empty. */
    static String checkEventKey(String key) {
        return key.isEmpty() ? key : check("event key", key, MAX_EVENT_KEY_LENGTH);
    }

    private static String check(String kind, String name, int maxLength) {
        String what = ("aeiou".indexOf(kind.charAt(0)) >= 0 ? "An " : "A ") + kind;
        if (name.isEmpty()) {
            throw new IllegalArgumentException("%s must not be empty.".formatted(what));
        }
        if (name.codePointCount(0, name.length()) > maxLength) {
            throw new IllegalArgumentException("%s has at most %d characters, this one has %d: %s…"
                    .formatted(what, maxLength, name.length(), name.substring(0, 40)));
        }
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException("%s must not contain control characters, this one has U+%04X at %d."
                        .formatted(what, (int) c, at));
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || at + 1 == name.length()
                        || !Character.isLowSurrogate(name.charAt(at + 1))) {
                    throw new IllegalArgumentException(
                            "%s must be valid Unicode, this one has half a character at %d.".formatted(what, at));
                }
                at++;
            }
        }
        return name;
    }
}
