package dev.downbeat.worker.stub;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The made-up records that the stub server serves: the same id always gives the same record. */
final class Records {

    private static final List<String> NAMES = List.of("Alice", "Bob", "Chiara", "Dmitri", "Élodie", "Fatima", "Göran");

    private Records() {}

    /** A record with the fields of an assessment. */
    static Map<String, Object> assessment(int id) {
        return Map.of("id", id, "name", "Assessment " + id, "score", id * 7 % 100);
    }

    /** A record with the fields of a person. */
    static Map<String, Object> user(int id) {
        String name = NAMES.get(id % NAMES.size());
        return Map.of("id", id, "name", name, "email", "user%d@example.test".formatted(id), "age", 20 + id * 3 % 50);
    }

    /** A record with the fields of an event. */
    static Map<String, Object> event(int id) {
        return Map.of("id", id, "type", id % 2 == 0 ? "login" : "logout", "user_id", id % 5 + 1);
    }

    /** A record with the fields of a blog post. */
    static Map<String, Object> post(int id) {
        return Map.of(
                "id",
                id,
                "userId",
                (id - 1) / 10 + 1,
                "title",
                "Post " + id,
                "body",
                "It's post " + id + ", \"quoted\"");
    }

    /** Records {@code first} to {@code last}, both included; empty when {@code last < first}. */
    static List<Map<String, Object>> range(int first, int last, RecordOf kind) {
        return IntStream.rangeClosed(first, last).mapToObj(kind::record).toList();
    }

    /** Makes the record of an id. */
    @FunctionalInterface
    interface RecordOf {
        Map<String, Object> record(int id);
    }
}
