package dev.downbeat.worker.settings;

import java.util.Collection;
import java.util.Comparator;

/** What a mistyped name may have meant. */
public final class Suggestion {
    private Suggestion() {}

    /** Returns {@code , did you mean X?} for the nearest name, or nothing when none is near. */
    public static String among(Collection<String> names, String typed) {
        int limit = Math.max(2, typed.length() / 3);
        return names.stream()
                .filter(name -> distance(name, typed) <= limit)
                .min(Comparator.comparingInt(name -> distance(name, typed)))
                .map(name -> ", did you mean " + name + "?")
                .orElse("");
    }

    /** The edits from one text to the other, by Levenshtein. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
