package dev.downbeat.playbook.template;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A point in time, as text: templates know no other kind of date. */
record Moment(OffsetDateTime time) {

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);

    /** Reads ISO 8601 text. */
    static Moment parse(String text) {
        try {
            String normal = text.strip().replace(' ', 'T');
            return normal.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
                    ? new Moment(OffsetDateTime.parse(normal))
                    : new Moment(LocalDateTime.parse(normal).atOffset(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw Fail.type("no time in ISO 8601: '" + text + "'");
        }
    }

    /** Returns ISO 8601 text, {@code 2026-11-21T09:30:00.000000+00:00}. */
    String iso() {
        return ISO.format(time);
    }

    /** Returns it in a format of C's {@code strftime}. */
    String strftime(String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                i++;
                out.append(directive(format.charAt(i)));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private String directive(char directive) {
        String pattern = switch (directive) {
            case 'Y' -> "uuuu";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'H' -> "HH";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'f' -> "SSSSSS";
            case 'y' -> "uu";
            case 'b' -> "MMM";
            case 'B' -> "MMMM";
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'I' -> "hh";
            case 'p' -> "a";
            case 'j' -> "DDD";
            case 'F' -> "uuuu-MM-dd";
            case 'T' -> "HH:mm:ss";
            case 'z' -> "xx";
            case 'Z' -> "'UTC'";
            case 's' -> "";
            case '%' -> "'%'";
            default -> throw Fail.type("unknown time format %" + directive);
        };
        return directive == 's'
                ? Long.toString(time.toEpochSecond())
                : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }
}
