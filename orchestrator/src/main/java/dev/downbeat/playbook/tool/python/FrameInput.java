package dev.downbeat.playbook.tool.python;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads one frame as {@link FrameOutput} writes it; its end is the stream's end. The source stays open. */
final class FrameInput extends InputStream {
    private final DataInputStream source;
    private int left;
    private boolean ended;

    FrameInput(DataInputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (!ended && left == 0) {
            left = source.readInt();
            ended = left == 0;
        }
        if (ended) {
            return -1;
        }
        int read = source.read(target, offset, Math.min(count, left));
        if (read < 0) {
            throw new EOFException("The process hung up within an answer");
        }
        left -= read;
        return read;
    }

    /** Reads on to the end of the frame. */
    void finish() throws IOException {
        skip(Long.MAX_VALUE);
    }
}
