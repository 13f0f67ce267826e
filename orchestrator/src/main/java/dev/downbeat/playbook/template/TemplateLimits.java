package dev.downbeat.playbook.template;

import java.time.Duration;

/**
 * What one rendering may cost. A template that reaches a bound fails with {@link TemplateException.Reason#LIMIT}.
 *
 * @param maxTextChars the longest text that an expression or a template may produce
 * @param maxItems the longest list that an expression may build ({@code range}, {@code list}, {@code +}, {@code *})
 * @param maxSteps how many operations one rendering may take, loop rounds included
 * @param maxTime how long one rendering may take
 * @param maxDepth how deep a rendered tree may nest
 */
public record TemplateLimits(int maxTextChars, int maxItems, long maxSteps, Duration maxTime, int maxDepth) {

    /** 16 Mi characters, 1 000 000 items, 10 000 000 operations, 10 s, 200 levels. */
    public static final TemplateLimits DEFAULT =
            new TemplateLimits(16 * 1024 * 1024, 1_000_000, 10_000_000, Duration.ofSeconds(10), 200);

    public TemplateLimits {
        if (maxTextChars < 1 || maxItems < 1 || maxSteps < 1 || maxDepth < 1 || !maxTime.isPositive()) {
            throw new IllegalArgumentException("Template limits must be positive");
        }
    }
}
