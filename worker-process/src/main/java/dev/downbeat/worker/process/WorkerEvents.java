package dev.downbeat.worker.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** Writes and reads the lines of {@link WorkerEvent}. */
public final class WorkerEvents {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private WorkerEvents() {}

    /** Returns the event as one line. */
    public static String write(WorkerEvent event) {
        try {
            return MAPPER.writerFor(WorkerEvent.class).writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A worker event is always writable.", e);
        }
    }

    /** Returns the event that the line tells; empty for any other line. */
    public static Optional<WorkerEvent> read(String line) {
        if (!line.startsWith("{\"event\":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(line, WorkerEvent.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
