package dev.downbeat.analysis.distribution;

/**
 * How many rows stand where. Every volume has {@link #HELD} executions running in the hands of the first worker, so that
 * there is something to flush.
 *
 * @param queues at least 1; ready executions are spread over them evenly
 * @param tasksPerQueue at least 1
 * @param hotShare how much of the work the first fifth of a queue's tasks gets; 0.2 is even
 * @param ready executions that can be claimed
 * @param scheduled executions in the future
 * @param waiting executions that wait for a child
 * @param finished executions in the history
 * @param stepsPerRunning finished steps of each running execution
 * @param running executions in the hands of workers, at least {@link #HELD}
 * @param churned rows that went through ready and left their dead versions behind
 * @param loopItems items of one running playbook's loop, half of them done
 * @param analysed whether the planner has statistics
 */
public record Volume(
        int queues,
        int tasksPerQueue,
        double hotShare,
        int ready,
        int scheduled,
        int waiting,
        int finished,
        int running,
        int stepsPerRunning,
        int churned,
        int loopItems,
        boolean analysed) {
    /** Executions that the first worker holds. */
    public static final int HELD = 1_000;

    private static final double EVEN = 0.2;

    /** Returns so many ready executions on one queue with one task, and nothing else but what is held. */
    public static Volume ready(int number) {
        return new Volume(1, 1, EVEN, number, 0, 0, 0, HELD, 0, 0, 0, true);
    }

    /** Returns this volume spread over queues and tasks. */
    public Volume spread(int overQueues, int overTasks, double share) {
        return new Volume(
                overQueues,
                overTasks,
                share,
                ready,
                scheduled,
                waiting,
                finished,
                running,
                stepsPerRunning,
                churned,
                loopItems,
                analysed);
    }

    /** Returns this volume with executions in other stages. */
    public Volume stages(int inScheduled, int inWaiting, int inHistory) {
        return new Volume(
                queues,
                tasksPerQueue,
                hotShare,
                ready,
                inScheduled,
                inWaiting,
                inHistory,
                running,
                stepsPerRunning,
                churned,
                loopItems,
                analysed);
    }

    /** Returns this volume with so many running executions that have so many steps each. */
    public Volume steps(int number, int each) {
        return new Volume(
                queues,
                tasksPerQueue,
                hotShare,
                ready,
                scheduled,
                waiting,
                finished,
                number,
                each,
                churned,
                loopItems,
                analysed);
    }

    /** Returns this volume with a playbook in the middle of a loop over so many items. */
    public Volume loop(int items) {
        return new Volume(
                queues,
                tasksPerQueue,
                hotShare,
                ready,
                scheduled,
                waiting,
                finished,
                running,
                stepsPerRunning,
                churned,
                items,
                analysed);
    }

    /** Returns this volume after so many rows have come and gone, before a vacuum. */
    public Volume churned(int rows) {
        return new Volume(
                queues,
                tasksPerQueue,
                hotShare,
                ready,
                scheduled,
                waiting,
                finished,
                running,
                stepsPerRunning,
                rows,
                loopItems,
                analysed);
    }

    /** Returns this volume before the server gathered statistics about it. */
    public Volume unanalysed() {
        return new Volume(
                queues,
                tasksPerQueue,
                hotShare,
                ready,
                scheduled,
                waiting,
                finished,
                running,
                stepsPerRunning,
                churned,
                loopItems,
                false);
    }
}
