package dev.downbeat.analysis.distribution;

import java.io.IOException;
import java.io.Reader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.IntFunction;
import org.postgresql.PGConnection;

/** Loads generated rows with COPY, without holding them. */
final class CopyIn {
    private CopyIn() {}

    /**
     * Loads rows numbered from 1.
     *
     * @param target table and columns, as COPY wants them
     * @param line the row of a number, as a line of COPY's text format without its end
     */
    static void rows(Connection connection, String target, int count, IntFunction<String> line) throws SQLException {
        if (count == 0) {
            return;
        }
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + target + " from stdin", new Lines(count, line));
        } catch (IOException e) {
            throw new SQLException("The rows could not be sent.", e);
        }
    }

    /** The lines as the driver reads them. */
    private static final class Lines extends Reader {
        private final int count;
        private final IntFunction<String> line;
        private int number;
        private String current = "";
        private int position;

        Lines(int count, IntFunction<String> line) {
            this.count = count;
            this.line = line;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            int written = 0;
            while (written < length) {
                if (position == current.length()) {
                    if (number == count) {
                        break;
                    }
                    current = line.apply(++number) + "\n";
                    position = 0;
                }
                int take = Math.min(length - written, current.length() - position);
                current.getChars(position, position + take, buffer, offset + written);
                position += take;
                written += take;
            }
            return written == 0 ? -1 : written;
        }

        @Override
        public void close() {}
    }
}
