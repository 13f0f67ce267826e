package dev.downbeat.playbook.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that credentials are sealed with: {@code DOWNBEAT_CREDENTIAL_KEY} (32 bytes in Base64) in the environment,
 * else the file {@code credential.key} in the installation's directory, which is made at its first use, readable by its
 * owner alone. Workers on several hosts need the same key.
 */
public final class CredentialKey {
    /** The environment variable that holds the key. */
    public static final String VARIABLE = "DOWNBEAT_CREDENTIAL_KEY";

    private static final int BYTES = 32;

    private CredentialKey() {}

    /**
     * Returns the key.
     *
     * @param home the installation's directory, such as {@code .downbeat}
     * @throws IllegalArgumentException if the variable or the file holds no such key
     */
    public static SecretKey load(Map<String, String> environment, Path home) {
        String given = environment.get(VARIABLE);
        if (given != null && !given.isBlank()) {
            return key(given, VARIABLE);
        }
        Path file = home.resolve("credential.key");
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            return key(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The key of the credentials cannot be read: file=" + file, e);
        }
    }

    private static SecretKey key(String text, String source) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    source + ": expected 32 bytes in Base64. Make a key with: openssl rand -base64 32");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /**
     * Makes the file as a whole or not at all, so that of two processes at once the second reads what the first made.
     */
    private static void create(Path file) throws IOException {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(
                directory,
                "credential",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, Base64.getEncoder().encodeToString(bytes) + "\n");
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
            // Another process was first; its key counts.
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
