package dev.downbeat.queue;

/** Unwinds a handler that sleeps or waits. An error, so that handlers that catch exceptions let it pass. */
final class ParkSignal extends Error {

    ParkSignal() {
        super("The handler is put off. Let this pass: it is called again when the wait is over.", null, false, false);
    }
}
