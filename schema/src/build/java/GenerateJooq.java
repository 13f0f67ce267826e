import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.util.HexFormat;
import java.util.List;
import liquibase.Liquibase;
import liquibase.UpdateSummaryEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.SchemaMappingType;
import org.jooq.meta.jaxb.Target;

/**
 * Build step: migrates an embedded Postgres with the changelogs and generates the jOOQ classes from what then stands
 * there. It does nothing when neither the changelogs nor this file changed since the last run.
 */
final class GenerateJooq {
    private static final String PACKAGE = "dev.downbeat.schema.jooq";

    public static void main(String[] args) throws Exception {
        Path resources = Path.of(args[0]);
        Path output = Path.of(args[1]);
        Path stamp = output.resolveSibling("jooq.sha256");
        String inputs = digestOfInputs(resources);
        if (Files.isReadable(stamp) && Files.readString(stamp).equals(inputs)) {
            return;
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            migrate(url, resources);
            generate(url, output);
        }
        writeVersion(resources, output);
        Files.writeString(stamp, inputs);
    }

    private static String digestOfInputs(Path resources) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(Files.readAllBytes(
                resources.getParent().getParent().resolve("build/java/GenerateJooq.java")));
        try (var files = Files.walk(resources.resolve("db"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(resources.relativize(file).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void migrate(String url, Path resources) throws Exception {
        System.setProperty("liquibase.analytics.enabled", "false");
        java.util.logging.Logger.getLogger("liquibase").setLevel(java.util.logging.Level.WARNING);
        try (var connection = DriverManager.getConnection(url)) {
            connection.createStatement().execute("create schema downbeat");
            var database = DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            database.setDefaultSchemaName("downbeat");
            database.setLiquibaseSchemaName("downbeat");
            var liquibase =
                    new Liquibase("db/changelog/changelog.xml", new DirectoryResourceAccessor(resources), database);
            liquibase.setChangeLogParameter("schema", "downbeat");
            liquibase.setShowSummary(UpdateSummaryEnum.OFF);
            liquibase.update("");
        }
    }

    private static void generate(String url, Path output) throws Exception {
        var schema = new SchemaMappingType().withInputSchema("downbeat");
        var configuration = new Configuration()
                .withJdbc(new Jdbc().withUrl(url))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withSchemata(List.of(schema))
                                .withExcludes("databasechangelog.*"))
                        .withGenerate(new Generate().withRecords(true).withPojos(false).withDaos(false)
                                .withGlobalObjectReferences(true).withGeneratedAnnotation(false))
                        .withTarget(new Target().withPackageName(PACKAGE).withDirectory(output.toString())));
        GenerationTool.generate(configuration);
    }

    /** Counts the changelogs: the number is the version of the schema that they make. */
    private static void writeVersion(Path resources, Path output) throws IOException {
        long changelogs;
        try (var files = Files.list(resources.resolve("db/changelog"))) {
            changelogs = files.filter(file -> file.toString().endsWith(".sql")).count();
        }
        Files.writeString(
                output.resolve(PACKAGE.replace('.', '/')).resolveSibling("SchemaVersion.java"),
                """
                package dev.downbeat.schema;

                /** The version of the schema that this program brings: the number of its changelogs. Generated. */
                public final class SchemaVersion {
                    /** The version that {@link SchemaInstaller} installs. */
                    public static final int CURRENT = %d;

                    private SchemaVersion() {}
                }
                """
                        .formatted(changelogs));
    }

    private GenerateJooq() {}
}
