package dev.downbeat.worker.run;

import dev.downbeat.worker.stub.StubServer;

/** Workers whose HTTP calls a stub server of this process answers; it stops after them. */
public final class StubbedCrew implements Crew {
    private final Crew crew;
    private final StubServer server;

    public StubbedCrew(Crew crew, StubServer server) {
        this.crew = crew;
        this.server = server;
    }

    @Override
    public String describe() {
        return crew.describe() + ", stub server on port " + server.port();
    }

    @Override
    public void tend() {
        crew.tend();
    }

    @Override
    public void close() {
        try (server) {
            crew.close();
        }
    }
}
