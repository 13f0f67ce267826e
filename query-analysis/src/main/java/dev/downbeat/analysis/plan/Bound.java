package dev.downbeat.analysis.plan;

import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.conf.ParamType;
import org.jooq.impl.DSL;

/**
 * A statement and its values.
 *
 * @param inlined the text with its values written in
 * @param open the text with {@code $1}, {@code $2} … in their places
 * @param values in parentheses, as {@code execute} wants them; empty if there are none
 */
public record Bound(String inlined, String open, String values) {

    /**
     * Returns a statement that jOOQ has built.
     *
     * @param dsl renders parameters by name, with a {@code $} before it
     */
    public static Bound of(DSLContext dsl, Query query) {
        String values = query.getBindValues().stream()
                .map(value -> dsl.renderInlined(DSL.val(value)))
                .collect(Collectors.joining(", ", "(", ")"));
        return new Bound(
                query.getSQL(ParamType.INLINED),
                query.getSQL(ParamType.NAMED),
                query.getBindValues().isEmpty() ? "" : values);
    }
}
