package dev.downbeat.worker.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** How much is logged. */
public final class LogLevel {
    /** Libraries whose INFO lines tell an operator nothing. */
    private static final List<String> TALKATIVE =
            List.of("com.zaxxer.hikari", "liquibase", "org.jooq", "com.hubspot", "io.zonky.test");

    /** Libraries whose errors end a command, which then tells them in one line itself. */
    private static final List<String> TOLD_ELSEWHERE = List.of("org.testcontainers", "com.github.dockerjava");

    private LogLevel() {}

    /** Logs from this level on; libraries keep to WARN unless {@code debug} or {@code trace} is asked for. */
    public static void apply(String level) {
        Level least = Level.toLevel(level, Level.WARN);
        set(org.slf4j.Logger.ROOT_LOGGER_NAME, least);
        TALKATIVE.forEach(name -> set(name, least.levelInt == Level.INFO_INT ? Level.WARN : least));
        TOLD_ELSEWHERE.forEach(name -> set(name, least.isGreaterOrEqual(Level.INFO) ? Level.OFF : least));
    }

    private static void set(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
