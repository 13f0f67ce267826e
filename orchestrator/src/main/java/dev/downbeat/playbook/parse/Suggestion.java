package dev.downbeat.playbook.parse;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what a writer may have meant. */
final class Suggestion {

    private Suggestion() {}

    /** Returns {@code did you mean …?} for the nearest known word, or an empty text when none is near. */
    static String didYouMean(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        int reach = Math.max(1, Math.min(3, word.length() / 3));
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= reach)
                .filter(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT)) <= reach)
                .min(Comparator.<String>comparingInt(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(candidate -> "did you mean " + candidate + "?")
                .orElse("");
    }

    /** Counts the letters to insert, delete or replace, two neighbours swapped counting once. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
