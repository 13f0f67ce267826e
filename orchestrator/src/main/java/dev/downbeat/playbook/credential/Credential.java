package dev.downbeat.playbook.credential;

import java.util.Map;
import java.util.Optional;

/**
 * A named secret: its type ({@code postgres}, {@code bearer}, {@code basic}, {@code api_key}, …) and its fields.
 *
 * <p>{@link #toString} shows neither values nor field names, so that a credential can stand in a message.
 */
public record Credential(String name, String type, Map<String, String> fields) {

    public Credential {
        fields = Map.copyOf(fields);
    }

    /** Returns the first of these fields that is set. */
    public Optional<String> field(String... names) {
        for (String name : names) {
            String value = fields.get(name);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "Credential[" + name + ", " + type + "]";
    }
}
