package dev.downbeat.queue.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * What handlers of one process write down, a line each, never buffered: a line that was written outlives kill -9. Safe
 * from any thread.
 */
final class Journal implements AutoCloseable {

    /** What a line tells. */
    enum Mark {
        /** A handler began. */
        BEGIN,
        /** A handler ended, in whatever way. */
        END,
        /** A step's own work was done. */
        WORK,
        /** A step returned to its handler: its result is durable. */
        KEPT
    }

    /**
     * One line.
     *
     * @param detail the attempt of a handler, or the name of a step
     * @param micros by the machine's clock, since 1970
     */
    record Line(Mark mark, long executionId, String detail, long micros) {
        static Line parse(String text) {
            String[] parts = text.split(" ", -1);
            return new Line(Mark.valueOf(parts[0]), Long.parseLong(parts[1]), parts[2], Long.parseLong(parts[3]));
        }
    }

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    static Journal at(Path path) {
        try {
            return new Journal(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a journal line by line. */
    static void read(Path journal, Consumer<Line> reader) {
        try (var lines = Files.lines(journal)) {
            lines.map(Line::parse).forEach(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    void write(Mark mark, long executionId, String detail) {
        String line = mark + " " + executionId + " " + detail + " " + now() + "\n";
        try {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
