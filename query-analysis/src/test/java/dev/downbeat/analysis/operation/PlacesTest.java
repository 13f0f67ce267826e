package dev.downbeat.analysis.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.analysis.plan.Bound;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacesTest {
    @Test
    void areNumberedInTheirOrder() {
        assertThat(new Places("select ? + cast(? as integer)").open()).isEqualTo("select $1 + cast($2 as integer)");
    }

    @Test
    void areNotWhatTextsAndCommentsHold() {
        Places places = new Places("select 'why? it''s ?', \"a?\" -- really?\n, /* or\n? */ ? from t where a ?? 'b'");

        assertThat(places.open())
                .isEqualTo("select 'why? it''s ?', \"a?\" -- really?\n, /* or\n? */ $1 from t where a ? 'b'");
    }

    @Test
    void areFilledWithWhatWasBound() {
        Map<Integer, @Nullable Object> values = new HashMap<>();
        values.put(1, new long[] {1, 2});
        values.put(2, new String[] {"it's", "a \"b\" \\", null});
        values.put(3, -1);

        Bound bound = new Places("f(?, ?, ?, ?)").bound(values);

        assertThat(bound.values()).isEqualTo("('{1,2}', '{\"it''s\",\"a \\\"b\\\" \\\\\",NULL}', (-1), null)");
        assertThat(bound.inlined()).isEqualTo("f" + bound.values());
        assertThat(bound.open()).isEqualTo("f($1, $2, $3, $4)");
    }
}
