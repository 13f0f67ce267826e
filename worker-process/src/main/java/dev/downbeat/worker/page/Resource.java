package dev.downbeat.worker.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Texts that the program carries with it. */
public final class Resource {
    private Resource() {}

    /**
     * Returns the text of the file beside a class.
     *
     * @throws IllegalStateException if the program was built without it
     */
    public static String text(Class<?> beside, String name) {
        try (InputStream resource = beside.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("The resource %s is missing from the program.".formatted(name));
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
