package dev.downbeat.playbook.tool.shell;

import dev.downbeat.playbook.tool.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads a process' output to its end, in a thread of its own, and keeps the first so many bytes. */
final class CappedText {
    private final int maxBytes;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(); // guarded by itself
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long dropped;

    CappedText(InputStream source, int maxBytes) {
        this.maxBytes = maxBytes;
        Thread.ofPlatform().daemon().name("shell-output").start(() -> read(source));
    }

    /** Waits for the end of the output, which a child left behind may delay. */
    boolean ended(Deadline deadline) throws InterruptedException {
        return ended.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns what was kept, and says how much was not. */
    String text() {
        synchronized (kept) {
            String text = kept.toString(StandardCharsets.UTF_8);
            return dropped == 0 ? text : text + "\n… %d bytes more".formatted(dropped);
        }
    }

    private void read(InputStream source) {
        var buffer = new byte[8 << 10];
        try (source) {
            for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
                keep(buffer, read);
            }
        } catch (IOException e) {
            // The process is gone, and its pipe with it.
        } finally {
            ended.countDown();
        }
    }

    private void keep(byte[] bytes, int count) {
        synchronized (kept) {
            int room = Math.min(count, maxBytes - kept.size());
            kept.write(bytes, 0, room);
            dropped += count - room;
        }
    }
}
