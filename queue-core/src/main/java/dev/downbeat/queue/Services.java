package dev.downbeat.queue;

/** What a run needs of its worker. */
record Services(
        Installation installation,
        StepWriter steps,
        Flusher flusher,
        Held held,
        Slots slots,
        Fence fence,
        Watch watch) {}
