package dev.downbeat.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.schema.SchemaInstaller;
import dev.downbeat.schema.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything a user can get wrong: one clear line, the right exit code, no stack trace. */
class WrongInputIT {
    private static TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openDatabase() {
        database = TestDatabase.fresh();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void anUnknownCommandSuggestsANearOne() {
        assertRefused(Program.run("wrker"), 2, "Unknown command 'wrker', did you mean worker?");
        assertRefused(Program.run("catalog", "shwo"), 2, "did you mean show?");
        assertThat(Program.run("wrker").err())
                .as("commands that people do not call")
                .doesNotContain("train");
    }

    @Test
    void anUnknownFlagSuggestsANearOne() {
        assertRefused(
                Program.run("run", "x.yaml", "--wrokers", "2"), 2, "Unknown flag --wrokers, did you mean --workers?");
    }

    @Test
    void aMissingArgumentIsNamed() {
        assertRefused(Program.run("run"), 2, "FILE|DIR|catalog://PATH");
    }

    @Test
    void aWrongSettingNamesWhatWasExpected() {
        assertRefused(Program.run("worker", "--concurrency", "many"), 2, "expected a whole number", "'many'");
    }

    @Test
    void aWrongArgumentNamesWhatWasExpected() {
        assertRefused(Program.run("status", "abc"), 2, "ID: expected a whole number, got 'abc'.");
        assertRefused(
                Program.run("query", "select 1", "--format", "xml"),
                2,
                "--format: expected one of table, csv, json, got 'xml'.");
        assertRefused(Program.run("run", "x.yaml", "--set", "name"), 2, "--set: expected KEY=VALUE, got 'name'.");
        assertRefused(
                Program.run("credential", "set", "x", "--type", "mysql"),
                2,
                "--type: expected one of postgres, bearer, basic, api_key, got 'mysql'.");
        assertRefused(Program.run("worker", "--queue", ""), 2, "expected the name of a queue");
        assertRefused(Program.run("query", " "), 2, "no statement");
    }

    @Test
    void aSettingsFileThatIsNotThereIsSaidSo() {
        assertRefused(Program.run("settings", "--config", "none.yaml"), 2, "none.yaml: no such file.");
    }

    @Test
    void anUnknownHostIsNamed() {
        assertRefused(
                Program.run(
                        "status", "--database", "postgres://no.such.invalid/x", "--setting", "connect_timeout=200ms"),
                3,
                "no such host: no.such.invalid");
    }

    @Test
    void aDatabaseThatRefusesIsUnreachable() {
        assertRefused(
                Program.run(
                        "status", "--database", "postgres://me@127.0.0.1:1/x", "--setting", "connect_timeout=200ms"),
                3,
                "does not answer",
                "127.0.0.1:1");
    }

    @Test
    void aUrlThatIsNoneIsAWrongInput() {
        assertRefused(
                Program.run("status", "--database", "mysql://db"), 2, "Expected jdbc:postgresql://host:port/database");
    }

    @Test
    void anUnknownDatabaseIsUnreachableAndTellsHowToMakeIt() {
        String url = database.url().withDatabase("no_such_database").withSecrets();

        assertRefused(Program.run("status", "--database", url), 3, "no database \"no_such_database\"", "createdb");
    }

    @Test
    void aSchemaOfANewerProgramIsRefused() {
        try (TestDatabase newer = TestDatabase.fresh()) {
            newer.execute("update " + SchemaInstaller.SCHEMA + ".installation set version = 99999");

            assertRefused(Program.run("status", "--database", newer.url().withSecrets()), 3, "has version 99999");
        }
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        assertRefused(onDatabase("run", "no/such.yaml"), 2, "No such file: no/such.yaml", "catalog://");
    }

    @Test
    void aPathThatTheCatalogDoesNotHaveIsSaidSo() {
        assertRefused(onDatabase("exec", "no/such"), 2, "not in the catalog", "no/such");
        assertRefused(onDatabase("catalog", "show", "no/such"), 2, "not in the catalog");
    }

    @Test
    void aBrokenPlaybookIsToldByFileAndLine() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), """
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: { name: broken }
                workflow:
                  - step: start
                    tool: { kind: noop }
                    next: nowhere
                """);

        assertRefused(onDatabase("catalog", "register", broken.toString()), 2, "broken.yaml:7:", "nowhere");
    }

    @Test
    void aPayloadThatIsNoJsonIsToldWithThePlace() throws IOException {
        Path hello = hello();

        assertRefused(onDatabase("run", hello.toString(), "--payload", "{a"), 2, "--payload is no JSON object");
    }

    @Test
    void aPayloadFileIsReadByTheCommandAndNotTakenForArguments() throws IOException {
        Path payload = Files.writeString(folder.resolve("payload.json"), "{\"name\": \"Ann\", \"n\": [1");

        assertRefused(
                onDatabase("run", hello().toString(), "--payload", "@" + payload), 2, "--payload is no JSON object");

        Files.writeString(payload, "[1]");
        assertRefused(onDatabase("run", hello().toString(), "--payload", "@" + payload), 2, "got array");
    }

    @Test
    void severalFaultsStandOnALineEachAndTheNextStepOnItsOwn() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "apiVersion: noetl.io/v2\nkind: Playbook\n");

        Program program = onDatabase("run", broken.toString());

        assertThat(program.code()).isEqualTo(2);
        assertThat(program.err().lines()).hasSize(3).first().asString().contains("broken.yaml:1: metadata: missing");
        assertThat(program.err().lines()).last().isEqualTo("Nothing was started.");
    }

    @Test
    void anExecutionThatIsNotThereIsSaidSo() {
        assertRefused(onDatabase("status", "123456"), 2, "123456");
        assertRefused(onDatabase("events", "123456"), 2, "123456");
        assertRefused(onDatabase("retry", "123456"), 2, "123456");
    }

    @Test
    void aQueryMayNotWriteUnlessToldSo() {
        assertRefused(onDatabase("query", "create table t (i int)"), 1, "read-only", "--write");
    }

    @Test
    void anErrorIsADocumentWhereJsonIsWanted() throws JsonProcessingException {
        Program program = onDatabase("status", "123456", "--json");

        JsonNode document = JsonMapper.builder().build().readTree(program.out());
        assertThat(document.at("/error/exit_code").asInt()).isEqualTo(2);
        assertThat(document.at("/error/message").asText()).contains("123456");
    }

    private Path hello() throws IOException {
        return Files.writeString(folder.resolve("hello.yaml"), """
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: { name: hello }
                workflow:
                  - step: start
                    tool: { kind: noop }
                """);
    }

    private static Program onDatabase(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add("--database");
        all.add(database.url().withSecrets());
        return Program.run(all.toArray(String[]::new));
    }

    private static void assertRefused(Program program, int code, String... parts) {
        assertThat(program.err()).contains(parts).startsWith("downbeat: ").doesNotContain("\tat ");
        assertThat(program.err().lines()).hasSize(1);
        assertThat(program.out()).isEmpty();
        assertThat(program.code()).isEqualTo(code);
    }
}
