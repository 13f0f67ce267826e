package dev.downbeat.playbook.template;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions that expressions can call. */
final class Functions {

    @FunctionalInterface
    private interface Function {
        @Nullable
        Object apply(Args args, Evaluation evaluation);
    }

    private static final Map<String, Function> FUNCTIONS = new TreeMap<>();

    static {
        FUNCTIONS.put("now", Functions::now);
        FUNCTIONS.put("utcnow", Functions::now);
        FUNCTIONS.put("range", Functions::range);
        FUNCTIONS.put("dict", (args, e) -> new LinkedHashMap<>(args.named()));
        FUNCTIONS.put("namespace", (args, e) -> new Namespace(args.named()));
        FUNCTIONS.put("shard", (args, e) -> ListFilters.shard(args.require(0, "list"), args.from(1), e));
        for (String cast : List.of("int", "float", "list", "abs", "round", "min", "max", "sum")) {
            FUNCTIONS.put(cast, (args, e) -> Filters.apply(cast, input(args), rest(args), e));
        }
        FUNCTIONS.put("str", (args, e) -> PythonText.of(args.get(0, "value", ""), e));
        FUNCTIONS.put("len", (args, e) -> Filters.apply("length", input(args), args.from(1), e));
        FUNCTIONS.put("bool", (args, e) -> Plain.truth(args.get(0, "value", false)));
    }

    private Functions() {}

    /** Returns the name if there is such a function; else it is a syntax fault with the list of functions. */
    static String known(String name) {
        if (!FUNCTIONS.containsKey(name)) {
            throw Fail.syntax(
                    "unknown function '%s', there are: %s".formatted(name, String.join(", ", FUNCTIONS.keySet())));
        }
        return name;
    }

    static @Nullable Object call(String name, Args args, Evaluation evaluation) {
        Function function = FUNCTIONS.get(known(name));
        return function == null ? null : function.apply(args, evaluation);
    }

    private static @Nullable Object input(Args args) {
        return comparesArguments(args) ? args.positional() : args.require(0, "value");
    }

    private static Args rest(Args args) {
        return comparesArguments(args) ? Args.none(args.callee()) : args.from(1);
    }

    /** {@code max(a, b)} is {@code max([a, b])}. */
    private static boolean comparesArguments(Args args) {
        return args.positional().size() > 1
                && (args.callee().equals("min") || args.callee().equals("max"));
    }

    /** Returns the time as ISO 8601 text in UTC, or in a {@code strftime} format. */
    private static String now(Args args, Evaluation evaluation) {
        Moment moment = new Moment(evaluation.now().atOffset(ZoneOffset.UTC));
        return args.has(0, "format") ? moment.strftime(args.text(0, "format", "")) : moment.iso();
    }

    private static List<Object> range(Args args, Evaluation evaluation) {
        boolean single = args.positional().size() == 1;
        long start = single ? 0 : args.integer(0, "start", 0);
        long stop = single ? args.integer(0, "stop", 0) : args.integer(1, "stop", 0);
        long step = args.integer(2, "step", 1);
        if (step == 0) {
            throw Fail.type("the step of range must not be zero");
        }
        long size = Math.max(0, Math.ceilDiv(step > 0 ? stop - start : start - stop, Math.abs(step)));
        evaluation.checkItems(size);
        List<Object> numbers = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            numbers.add(Numbers.narrow(start + i * step));
        }
        return numbers;
    }
}
