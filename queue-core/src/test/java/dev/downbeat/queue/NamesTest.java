package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamesTest {

    @Test
    void admitsWhatPeopleType() {
        assertThat(Names.check("queue name", "mail – 'très' \"urgent\"; drop table 🎉"))
                .startsWith("mail");
    }

    @Test
    void tellsTheRuleThatANameBreaks() {
        assertThatThrownBy(() -> Names.check("queue name", "")).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> Names.check("queue name", "x".repeat(201))).hasMessageContaining("at most 200");
        assertThatThrownBy(() -> Names.check("queue name", "a\0b")).hasMessageContaining("U+0000 at 1");
        assertThatThrownBy(() -> Names.check("queue name", "a\uD83C")).hasMessageContaining("half a character at 1");
    }
}
