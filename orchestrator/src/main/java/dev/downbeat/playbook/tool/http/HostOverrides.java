package dev.downbeat.playbook.tool.http;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends calls under a prefix to another base, for tests and proxies. Immutable. */
final class HostOverrides {
    private final List<Map.Entry<String, String>> longestFirst;

    HostOverrides(Map<String, String> overrides) {
        this.longestFirst = overrides.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        (Map.Entry<String, String> entry) -> -entry.getKey().length()))
                .toList();
    }

    /** Returns where a call really goes; empty when no prefix matches. */
    Optional<URI> target(URI uri) {
        String text = uri.toString();
        for (Map.Entry<String, String> override : longestFirst) {
            String prefix = override.getKey();
            if (text.startsWith(prefix) && endsAtBoundary(prefix, text)) {
                return Optional.of(URI.create(joined(override.getValue(), text.substring(prefix.length()))));
            }
        }
        return Optional.empty();
    }

    /**
     * A prefix ends where a part of the URL ends: {@code https://a.example} is none of {@code https://a.example.evil}.
     */
    private static boolean endsAtBoundary(String prefix, String text) {
        return prefix.endsWith("/")
                || text.length() == prefix.length()
                || "/?:#".indexOf(text.charAt(prefix.length())) >= 0;
    }

    private static String joined(String base, String rest) {
        if (base.endsWith("/") && rest.startsWith("/")) {
            return base + rest.substring(1);
        }
        boolean needsSlash = !base.endsWith("/") && !rest.isEmpty() && "/?#".indexOf(rest.charAt(0)) < 0;
        return base + (needsSlash ? "/" : "") + rest;
    }
}
