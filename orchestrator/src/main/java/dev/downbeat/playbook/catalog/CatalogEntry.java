package dev.downbeat.playbook.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One version of one playbook as it was registered; {@code source} is its text. */
public record CatalogEntry(
        long playbookId,
        String path,
        int version,
        String name,
        @Nullable String description,
        Instant registeredAt,
        String source) {}
