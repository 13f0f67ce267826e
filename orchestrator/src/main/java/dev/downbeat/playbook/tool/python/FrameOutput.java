package dev.downbeat.playbook.tool.python;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes one frame: chunks of a four-byte length and that many bytes, ended by a chunk of length zero. So a document
 * can be written while it is made, without being held as a whole. {@link #end} ends the frame; the target stays open.
 */
final class FrameOutput extends OutputStream {
    private static final int CHUNK = 64 << 10;
    private static final int HEADER = 4;

    private final OutputStream target;
    private final byte[] buffer = new byte[HEADER + CHUNK];
    private int length;

    FrameOutput(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        int left = count;
        while (left > 0) {
            int part = Math.min(left, CHUNK - length);
            System.arraycopy(bytes, from, buffer, HEADER + length, part);
            length += part;
            from += part;
            left -= part;
            if (length == CHUNK) {
                writeChunk();
            }
        }
    }

    /** Ends the frame and sends what is left of it. */
    void end() throws IOException {
        if (length > 0) {
            writeChunk();
        }
        writeChunk();
        target.flush();
    }

    private void writeChunk() throws IOException {
        buffer[0] = (byte) (length >>> 24);
        buffer[1] = (byte) (length >>> 16);
        buffer[2] = (byte) (length >>> 8);
        buffer[3] = (byte) length;
        target.write(buffer, 0, HEADER + length);
        length = 0;
    }
}
