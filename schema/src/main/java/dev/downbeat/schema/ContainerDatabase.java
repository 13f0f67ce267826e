package dev.downbeat.schema;

import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import java.util.Optional;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A throw-away server in a container; closing removes it. */
final class ContainerDatabase implements Database {
    private static final String DEFAULT_IMAGE = "postgres:18-alpine";

    private final PostgreSQLContainer container;

    private ContainerDatabase(PostgreSQLContainer container) {
        this.container = container;
    }

    static Database start(Optional<String> image) {
        String name = image.orElse(DEFAULT_IMAGE);
        var container = new PostgreSQLContainer(DockerImageName.parse(name).asCompatibleSubstituteFor("postgres"));
        try {
            container.start();
        } catch (RuntimeException e) {
            container.close();
            throw new DatabaseUnavailableException(
                    Reason.BROKEN,
                    "No container of %s could be started. Is Docker running? Else name a server with --database, or leave it out for an embedded one."
                            .formatted(name),
                    e);
        }
        return new ContainerDatabase(container);
    }

    @Override
    public DatabaseUrl url() {
        DatabaseUrl url = DatabaseUrl.parse(container.getJdbcUrl());
        return new DatabaseUrl(
                url.server(),
                url.database(),
                Optional.of(container.getUsername()),
                Optional.of(container.getPassword()),
                url.options());
    }

    @Override
    public String describe() {
        return container.getDockerImageName() + " in a container at " + url();
    }

    @Override
    public void close() {
        container.close();
    }
}
