package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
}
