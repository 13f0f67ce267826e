package dev.downbeat.worker.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/** One event as one line: time, level, logger, message, facts as key=value, then the thread's context. */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(120);
        TIME.formatTo(event.getInstant(), line);
        line.append(' ').append(event.getLevel()).append(' ').append(shortName(event.getLoggerName()));
        line.append(": ").append(event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair fact : event.getKeyValuePairs()) {
                line.append(' ').append(fact.key).append('=').append(fact.value);
            }
        }
        event.getMDCPropertyMap()
                .forEach(
                        (key, value) -> line.append(' ').append(key).append('=').append(value));
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
