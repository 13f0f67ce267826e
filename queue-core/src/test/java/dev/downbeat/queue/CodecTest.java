package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodecTest {

    record Order(long id, List<String> lines) {}

    private static final Codec<Order> ORDERS = Json.codec(Order.class);
    private static final Codec<String> TEXTS = Json.codec(String.class);

    @Test
    void tellsThePathOfWhatDoesNotFit() {
        assertThatThrownBy(() -> ORDERS.decode("The payload", "{\"id\": 1, \"lines\": [\"a\", {}]}"))
                .isInstanceOfSatisfying(
                        JsonMismatchException.class, e -> assertThat(e.path()).isEqualTo("$.lines[1]"));
    }

    @Test
    void refusesTheCharacterNulButNotItsEscapedName() {
        assertThatThrownBy(() -> TEXTS.encode("The result", "a\0")).hasMessageContaining("NUL");
        assertThat(TEXTS.encode("The result", "a\\u0000")).isEqualTo("\"a\\\\u0000\"");
    }

    @Test
    void readsBackWhatItWrote() {
        var order = new Order(7, List.of("quote \" and 🎉"));

        assertThat(ORDERS.decode("The payload", ORDERS.encodeReadable("The payload", order)))
                .isEqualTo(order);
    }

    @Test
    void readsShortAndLongTextsAlike() {
        for (int lines : new int[] {0, 100, 3_000}) {
            var order = new Order(
                    lines,
                    IntStream.range(0, lines).mapToObj(nr -> "line " + nr).toList());
            String json = Objects.requireNonNull(ORDERS.encode("The payload", order));

            assertThat(ORDERS.decode("The payload", json)).isEqualTo(order);
            assertThatThrownBy(() -> ORDERS.decode("The payload", json.replaceFirst("\\d+", "[]")))
                    .as("%d lines and an id that is a list", lines)
                    .isInstanceOfSatisfying(
                            JsonMismatchException.class,
                            e -> assertThat(e.path()).isEqualTo("$.id"));
        }
    }

    @Test
    void knowsNoEmptyDocument() {
        assertThatThrownBy(() -> ORDERS.decode("The payload", "")).isInstanceOf(JsonMismatchException.class);
    }

    @Test
    void readsByADeserializerThatAsksTheParserForATree() {
        Codec<Shape> shapes = Json.codec(Shape.class);

        assertThat(shapes.decode("The payload", "{\"corners\": [1, 2, 3]}")).isEqualTo(new Shape(3));
    }

    @JsonDeserialize(using = ShapeReader.class)
    record Shape(int corners) {}

    static final class ShapeReader extends JsonDeserializer<Shape> {
        @Override
        public Shape deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonNode tree = parser.getCodec().readTree(parser);
            return new Shape(tree.get("corners").size());
        }
    }
}
