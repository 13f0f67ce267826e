package dev.downbeat.playbook.template;

import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What plain data is: maps, lists and scalars, and how much each is worth as a truth. */
final class Plain {

    private Plain() {}

    /** Returns the value as templates see it; whatever is no plain data is refused. */
    static @Nullable Object of(@Nullable Object value) {
        Object resolved = value;
        for (int hops = 0; resolved instanceof Deferred deferred; hops++) {
            if (hops == 10) {
                throw Fail.limit("deferred value never resolves");
            }
            resolved = deferred.resolve();
        }
        return switch (resolved) {
            case null -> null;
            case String text -> text;
            case Number number -> number;
            case Boolean truth -> truth;
            case Map<?, ?> map -> map;
            case List<?> list -> list;
            case Absent absent -> absent;
            case Collection<?> collection -> new ArrayList<>(collection);
            case CharSequence text -> text.toString();
            case TemporalAccessor time -> time.toString();
            case UUID id -> id.toString();
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case Character letter -> letter.toString();
            case Optional<?> optional -> of(optional.orElse(null));
            case Object[] array -> List.of(array);
            default ->
                throw Fail.type("a value of this type is not visible to templates: "
                        + resolved.getClass().getSimpleName());
        };
    }

    static boolean isEmpty(@Nullable Object value) {
        return value == null
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof String text && text.isEmpty());
    }

    /** Returns the truth of a value inside an expression, as Python has it. */
    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            default -> !isEmpty(value);
        };
    }

    /** Returns the truth of a condition's value: besides, the texts {@code 0}, {@code false}, {@code no}, {@code none} are false. */
    static boolean holds(@Nullable Object value) {
        if (value instanceof String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "", "0", "0.0", "false", "no", "none", "null", "[]", "{}" -> false;
                default -> true;
            };
        }
        return truth(value);
    }

    /** Returns the type's name as messages say it. */
    static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case String text -> "text";
            case Boolean truth -> "boolean";
            case Number number -> Numbers.isInteger(number) ? "integer" : "float";
            case Map<?, ?> map -> "mapping";
            case Collection<?> list -> "list";
            default -> "value";
        };
    }
}
