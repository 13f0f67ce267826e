package dev.downbeat.worker.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.PrintStream;

/** Prints results to standard output, and notices to standard error. Safe from any thread. */
public final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;

    public Console(PrintStream out, PrintStream err, Terminal terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Returns what stands at the other end. */
    public Terminal terminal() {
        return terminal;
    }

    /** Returns the text in this look, or as it is where there are no colours. */
    public String styled(Style style, String text) {
        return terminal.colour() ? style.paint(text) : text;
    }

    /** Prints one line of a result. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Prints text as it is, without a line end: control sequences, lines drawn again. */
    public void raw(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints the rows, fitted to the terminal. */
    public void table(TextTable table) {
        table.lines(this).forEach(this::line);
    }

    /** Prints one line for the user's eyes, beside the result: to standard error. */
    public void notice(String text) {
        err.println(text);
        err.flush();
    }

    /** Prints one warning to standard error. */
    public void warn(String text) {
        notice(styled(Style.WARN, "warning: ") + text);
    }

    /** Prints the value as one indented JSON document. */
    public void json(Object document) {
        try {
            line(Documents.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a JSON document: " + document.getClass(), e);
        }
    }

    /** Prints the value as JSON in one line, for streams of documents. */
    public void jsonLine(Object document) {
        try {
            line(Documents.MAPPER.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a JSON document: " + document.getClass(), e);
        }
    }

    /** Made on first use: most commands never write JSON. */
    private static final class Documents {
        private static final ObjectMapper MAPPER = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
    }
}
