package dev.downbeat.playbook.run;

import dev.downbeat.playbook.catalog.Compiled;
import dev.downbeat.playbook.template.Absent;
import dev.downbeat.playbook.template.Deferred;
import dev.downbeat.playbook.template.Scope;
import dev.downbeat.playbook.tool.FieldPath;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that a step's templates see. A bare name is looked up among the names of the moment ({@code event},
 * {@code result}, the iterator, …), then the finished steps, then {@code ctx}, then the workload; {@code workload.x} and
 * {@code ctx.x} always mean those. A step that has no result yet is {@link Absent}. For one thread.
 */
final class RunScope implements Scope {
    /** Names that never stand for a step's result or a key of the workload. */
    static final Set<String> OF_THE_MOMENT = Set.of(
            "execution_id",
            "job",
            "ctx",
            "vars",
            "step",
            "args",
            "input",
            "iter",
            "loop",
            "event",
            "result",
            "response",
            "outcome",
            "output",
            "error",
            "attempt",
            "keychain",
            "worker_count");

    private final Compiled playbook;
    private final Memory memory;
    private final Map<String, @Nullable Object> locals = new HashMap<>();
    private final Map<String, @Nullable Object> ctx;
    private final Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> gathered = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> iter = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> iterSet = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> own = new LinkedHashMap<>();

    /**
     * @param ctx the execution's variables, references deferred; changed here by {@link #setCtx}
     */
    RunScope(Compiled playbook, Memory memory, long executionId, Map<String, @Nullable Object> ctx) {
        this.playbook = playbook;
        this.memory = memory;
        this.ctx = ctx;
        locals.put("execution_id", executionId);
        locals.put("job", Starter.job(executionId));
        locals.put("ctx", ctx);
        locals.put("vars", ctx);
        locals.put("step", own);
        locals.put("workload", (Deferred) memory::workload);
        locals.put("args", Map.of());
        locals.put("input", Map.of());
    }

    @Override
    public boolean has(String name) {
        return locals.containsKey(name)
                || hasResult(name)
                || ctx.containsKey(name)
                || playbook.step(name).isPresent()
                || memory.workload().containsKey(name);
    }

    @Override
    public @Nullable Object get(String name) {
        if (locals.containsKey(name)) {
            return locals.get(name);
        }
        if (hasResult(name)) {
            return memory.result(name).orElseThrow();
        }
        if (ctx.containsKey(name)) {
            return ctx.get(name);
        }
        boolean stepAlone =
                playbook.step(name).isPresent() && !memory.workload().containsKey(name);
        return stepAlone
                ? Absent.because("step " + name + " has no result yet")
                : memory.workload().get(name);
    }

    private boolean hasResult(String name) {
        return playbook.step(name).isPresent() && memory.result(name).isPresent();
    }

    /** Makes a name of the moment visible. */
    void bind(String name, @Nullable Object value) {
        locals.put(name, value);
    }

    /** Makes an item visible: by the iterator's name, as {@code iter}, and its place as {@code loop}. */
    void bindItem(
            String iterator, @Nullable Object element, int index, LoopState loop, Map<String, @Nullable Object> set) {
        iter.put(iterator, element);
        iter.put("index", index);
        iter.put("item", element);
        set.forEach(this::setIter);
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put("index", index);
        place.put("first", index == 0);
        place.put("last", index == loop.total() - 1);
        place.put("length", loop.total());
        place.put("done", loop.succeeded() + loop.failed());
        locals.put(iterator, element);
        locals.put("iter", iter);
        locals.put("loop", place);
    }

    /** Makes the counters of an ended loop visible. */
    void bindLoop(LoopState loop) {
        locals.put("loop", Map.of("length", loop.total(), "done", loop.succeeded() + loop.failed()));
    }

    /** Sets a variable of the execution; a dotted name sets a field of a mapping. */
    void setCtx(String name, @Nullable Object value) {
        int dot = name.indexOf('.');
        String key = dot < 0 ? name : name.substring(0, dot);
        Object whole = dot < 0 ? value : FieldPath.with(ctx.get(key), name.substring(dot + 1), value);
        ctx.put(key, whole);
        changed.put(key, whole);
    }

    /** Makes a collection visible that becomes a variable when the call is over. */
    void gather(String name, boolean item, Deferred whole) {
        (item ? iter : ctx).put(name, whole);
        gathered.put(name, whole);
    }

    /** Returns the collections that were made visible. */
    Map<String, @Nullable Object> gathered() {
        return gathered;
    }

    /** Sets a variable of the item. */
    void setIter(String name, @Nullable Object value) {
        iter.put(name, value);
        iterSet.put(name, value);
        locals.putIfAbsent("iter", iter);
    }

    /** Sets a variable of the visit. */
    void setStep(String name, @Nullable Object value) {
        own.put(name, value);
    }

    /** Returns the execution's variables. */
    Map<String, @Nullable Object> ctx() {
        return ctx;
    }

    /** Returns the variables of the execution that were set here, whole. */
    Map<String, @Nullable Object> changed() {
        return changed;
    }

    /** Returns the variables of the item that were set. */
    Map<String, @Nullable Object> iterSet() {
        return iterSet;
    }
}
