package dev.downbeat.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {
    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "1.5s,PT1.5S", "2m,PT2M", "1h,PT1H", "7d,PT168H", "5,PT5S", "PT3S,PT3S", "0s,PT0S"})
    void readsWhatPeopleWrite(String text, Duration expected) {
        assertThat(Span.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT0.25S,250ms", "PT1.5S,1500ms", "PT2M,2m", "PT168H,7d", "PT0S,0s"})
    void writesTheShortestTextThatReadsTheSame(Duration span, String expected) {
        assertThat(Span.format(span)).isEqualTo(expected);
        assertThat(Span.parse(expected)).isEqualTo(span);
    }

    @Test
    void refusesWhatIsNoTime() {
        assertThatThrownBy(() -> Span.parse("soon")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Span.parse("-5s")).isInstanceOf(IllegalArgumentException.class);
    }
}
