package dev.downbeat.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** This process' share in a file: it tells others that somebody is there, and vanishes with the process. */
final class UserLock {
    private final FileChannel channel;
    private final FileLock share;

    private UserLock(FileChannel channel, FileLock share) {
        this.channel = channel;
        this.share = share;
    }

    /** Takes a share. Whoever calls holds the server's exclusive lock, so nobody is counting just now. */
    static UserLock share(Path file) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            return new UserLock(channel, channel.lock(0, Long.MAX_VALUE, true));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the share back; returns whether no other process has one. */
    boolean releaseAsLast() {
        try (channel) {
            share.release();
            @Nullable FileLock everything = channel.tryLock();
            return everything != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
