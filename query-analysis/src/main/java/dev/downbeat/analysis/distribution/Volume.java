package dev.downbeat.analysis.distribution;

/**
 * How many rows stand where. Every volume has {@link #HELD} executions running in the hands of the first worker, so that
 * there is something to flush.
 *
 * @param spread over which queues and tasks
 * @param stages how many executions stand in each stage
 * @param stepsPerRunning finished steps of each running execution
 * @param churned rows that went through ready and left their dead versions behind
 * @param loopItems items of one running playbook's loop, half of them done
 * @param analysed whether the planner has statistics
 */
public record Volume(Spread spread, Stages stages, int stepsPerRunning, int churned, int loopItems, boolean analysed) {
    /** Executions that the first worker holds. */
    public static final int HELD = 1_000;

    /**
     * Queues and tasks; ready executions are spread over the queues evenly.
     *
     * @param queues at least 1
     * @param tasksPerQueue at least 1
     * @param hotShare how much of the work the first fifth of a queue's tasks gets; 0.2 is even
     */
    public record Spread(int queues, int tasksPerQueue, double hotShare) {
        private static final Spread ONE = new Spread(1, 1, 0.2);
    }

    /**
     * Executions by their stage.
     *
     * @param ready that can be claimed
     * @param running in the hands of workers, at least {@link #HELD}
     * @param scheduled in the future, each with a key
     * @param waiting for an event
     * @param finished in the history
     */
    public record Stages(int ready, int running, int scheduled, int waiting, int finished) {}

    /** Returns so many ready executions on one queue with one task, and nothing else but what is held. */
    public static Volume ready(int number) {
        return new Volume(Spread.ONE, new Stages(number, HELD, 0, 0, 0), 0, 0, 0, true);
    }

    /** Returns this volume spread over queues and tasks. */
    public Volume spread(int queues, int tasks, double hotShare) {
        return new Volume(new Spread(queues, tasks, hotShare), stages, stepsPerRunning, churned, loopItems, analysed);
    }

    /** Returns this volume with executions in other stages. */
    public Volume stages(int scheduled, int waiting, int finished) {
        Stages others = new Stages(stages.ready, stages.running, scheduled, waiting, finished);
        return new Volume(spread, others, stepsPerRunning, churned, loopItems, analysed);
    }

    /** Returns this volume with so many running executions that have so many steps each. */
    public Volume running(int number, int stepsEach) {
        Stages others = new Stages(stages.ready, number, stages.scheduled, stages.waiting, stages.finished);
        return new Volume(spread, others, stepsEach, churned, loopItems, analysed);
    }

    /** Returns this volume with a playbook in the middle of a loop over so many items. */
    public Volume loop(int items) {
        return new Volume(spread, stages, stepsPerRunning, churned, items, analysed);
    }

    /** Returns this volume after so many rows have come and gone, before a vacuum. */
    public Volume churned(int rows) {
        return new Volume(spread, stages, stepsPerRunning, rows, loopItems, analysed);
    }

    /** Returns this volume before the server gathered statistics about it. */
    public Volume unanalysed() {
        return new Volume(spread, stages, stepsPerRunning, churned, loopItems, false);
    }
}
