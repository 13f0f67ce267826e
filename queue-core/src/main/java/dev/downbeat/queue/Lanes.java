package dev.downbeat.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lanes of one worker, by task. Changed by the claimer alone, read by any thread. */
final class Lanes {

    private final Slots slots;
    private final Runnable onRoom;
    private final Map<Integer, BatchLane> batches = new ConcurrentHashMap<>();
    private final Map<Integer, SharedLane> shared = new ConcurrentHashMap<>();

    Lanes(Slots slots, Map<Integer, Binding<?, ?>> bindings, Runnable onRoom) {
        this.slots = slots;
        this.onRoom = onRoom;
        bindings.forEach((id, binding) -> {
            Batching batching = binding.task().policies().batching();
            if (batching != null) {
                batches.put(id, new BatchLane(batching, slots, onRoom));
            }
        });
    }

    boolean isEmpty() {
        return batches.isEmpty() && shared.isEmpty();
    }

    @Nullable
    BatchLane batch(int taskId) {
        return batches.get(taskId);
    }

    /** Returns the task's shared lane; it has one from the first time that this is asked. */
    SharedLane shared(int taskId) {
        return shared.computeIfAbsent(taskId, id -> new SharedLane(slots, onRoom));
    }

    Map<Integer, SharedLane> shared() {
        return shared;
    }

    /** The task is limited in this way no longer; returns what had not started. */
    List<ExecutionRun> leave(int taskId) {
        SharedLane lane = shared.remove(taskId);
        return lane == null ? List.of() : lane.close();
    }

    /** Hands runs to their lanes, or to the slots. */
    void offer(List<ExecutionRun> runs) {
        if (isEmpty()) {
            slots.offer(runs);
            return;
        }
        runs.stream()
                .collect(Collectors.groupingBy(run -> run.claimed().taskId()))
                .forEach((taskId, ofTask) -> {
                    Lane lane = lane(taskId);
                    if (lane == null) {
                        slots.offer(ofTask);
                    } else {
                        lane.offer(ofTask);
                    }
                });
    }

    /** Hands runs that had been handed to the slots before back to them; batches are put together again. */
    void resume(List<ExecutionRun> runs) {
        Map<Boolean, List<ExecutionRun>> byBatch = runs.stream()
                .collect(Collectors.partitioningBy(
                        run -> batches.containsKey(run.claimed().taskId())));
        slots.offer(byBatch.getOrDefault(false, List.of()));
        offer(byBatch.getOrDefault(true, List.of()));
    }

    private @Nullable Lane lane(int taskId) {
        BatchLane batch = batches.get(taskId);
        return batch != null ? batch : shared.get(taskId);
    }

    /** Starts incomplete batches: nothing more will come. */
    void flushBatches() {
        batches.values().forEach(BatchLane::flush);
    }

    int buffered() {
        return isEmpty() ? 0 : all().mapToInt(Lane::buffered).sum();
    }

    List<ExecutionRun> takeBuffered(int taskId) {
        Lane lane = lane(taskId);
        return lane == null ? List.of() : lane.takeBuffered();
    }

    List<ExecutionRun> takeBuffered() {
        var taken = new ArrayList<ExecutionRun>();
        all().forEach(lane -> taken.addAll(lane.takeBuffered()));
        return taken;
    }

    /** The worker is another one now: what it had of the limits is gone. */
    void loseShares() {
        shared.values().forEach(lane -> lane.share(0));
    }

    List<ExecutionRun> close() {
        var left = new ArrayList<ExecutionRun>();
        all().forEach(lane -> left.addAll(lane.close()));
        return left;
    }

    private Stream<Lane> all() {
        return Stream.concat(batches.values().stream(), shared.values().stream());
    }
}
