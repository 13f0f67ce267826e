package dev.downbeat.queue.fault;

import java.util.regex.Pattern;

/** Moments of an execution's life at which its process may die. */
enum Stage {
    BEFORE_CLAIM("insert into \\S+running\\b"),
    AFTER_CLAIM("insert into \\S+running\\b"),
    EXECUTE(""),
    STEP_WORK(""),
    BEFORE_STEP_SAVE("insert into \\S+\\.step\\b"),
    AFTER_STEP_SAVE("insert into \\S+\\.step\\b"),
    BEFORE_FLUSH("insert into \\S+history\\b"),
    AFTER_FLUSH("insert into \\S+history\\b");

    private final Pattern statement;

    Stage(String statement) {
        this.statement = Pattern.compile(statement);
    }

    /** Whether the stage is this side of a statement with the text. */
    boolean isAt(String sql) {
        return !statement.pattern().isEmpty() && statement.matcher(sql).find();
    }

    boolean isBefore() {
        return name().startsWith("BEFORE");
    }
}
