package dev.downbeat.schema;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * A socket that does not wait for what is not there: under the shortest timeout, one millisecond, a read that finds nothing
 * is over at once. Any longer timeout is kept, as is none.
 */
final class PromptSocket extends Socket {

    /** What the driver sets to look whether something has come, rather than to wait for it. */
    private static final int LOOK_MILLIS = 1;

    private volatile boolean looking;

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
        super.setSoTimeout(timeout);
        looking = timeout == LOOK_MILLIS;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    private final class Input extends FilterInputStream {

        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            look();
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            look();
            return super.read(bytes, offset, length);
        }

        private void look() throws IOException {
            if (looking && in.available() == 0) {
                throw new SocketTimeoutException("nothing has come");
            }
        }
    }
}
