package dev.downbeat.queue;

import com.fasterxml.jackson.core.type.TypeReference;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens: its name, and what is told of it. Emitting one runs the tasks that subscribed to it and answers the
 * executions that wait for it.
 *
 * <p>Immutable; safe to share. The name identifies the event in the database.
 *
 * @param <P> the payload: a record or any type Jackson reads and writes
 */
public final class Event<P extends @Nullable Object> {

    private final String name;
    private final Type payloadType;

    private Event(String name, Type payloadType) {
        this.name = Names.check("event name", name);
        this.payloadType = payloadType;
    }

    /**
     * Defines an event.
     *
     * @param name 1 to 200 characters, none of them a control character
     */
    public static <P> Event<P> of(String name, Class<P> payloadType) {
        return new Event<>(name, payloadType);
    }

    /** Defines an event whose payload is of a generic type. */
    public static <P> Event<P> of(String name, TypeReference<P> payloadType) {
        return new Event<>(name, payloadType.getType());
    }

    public String name() {
        return name;
    }

    public Type payloadType() {
        return payloadType;
    }

    /** Returns the payload as JSON text, known to be readable again. */
    @Nullable
    String encode(P payload) {
        Codec<P> codec = Json.codec(payloadType);
        return codec.encodeReadable("The payload of event " + name, payload);
    }

    P decode(@Nullable String json) {
        Codec<P> codec = Json.codec(payloadType);
        return codec.decode("The payload of event " + name, json);
    }

    @Override
    public String toString() {
        return "Event[" + name + "]";
    }
}
