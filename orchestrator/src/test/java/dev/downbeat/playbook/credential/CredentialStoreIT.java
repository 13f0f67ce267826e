package dev.downbeat.playbook.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialStoreIT {
    private static TestDatabase database;
    private static DSLContext sql;

    @TempDir
    private Path home;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        sql = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void givesBackWhatWasSetAndNothingElse() {
        var store = new CredentialStore(sql, this::key);
        store.set(new Credential("api", "bearer", Map.of("token", "first")));
        store.set(new Credential("api", "bearer", Map.of("token", "t0ps3cret")));

        assertThat(store.find("api").orElseThrow().fields()).isEqualTo(Map.of("token", "t0ps3cret"));
        assertThat(store.find("other")).isEmpty();
        assertThat(store.list()).extracting(CredentialStore.Listed::name).contains("api");
        assertThat(store.delete("api")).isTrue();
        assertThat(store.delete("api")).isFalse();
    }

    @Test
    void keepsNoSecretReadableInTheDatabase() {
        new CredentialStore(sql, this::key).set(new Credential("hidden", "basic", Map.of("password", "t0ps3cret")));

        String row = String.valueOf(sql.fetchValue(
                "select encode(sealed, 'escape') || c::text from downbeat.credential c where name = 'hidden'"));

        assertThat(row).doesNotContain("t0ps3cret").doesNotContain("password");
        assertThat(new CredentialStore(sql, this::key)
                        .find("hidden")
                        .orElseThrow()
                        .toString())
                .doesNotContain("t0ps3cret");
    }

    @Test
    void refusesAnotherKeyAndARenamedRow(@TempDir Path elsewhere) {
        new CredentialStore(sql, this::key).set(new Credential("mine", "bearer", Map.of("token", "t")));

        SecretKey other = CredentialKey.load(Map.of(), elsewhere);
        assertThatThrownBy(() -> new CredentialStore(sql, () -> other).find("mine"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sealed with another key: name=mine");
        sql.execute("update downbeat.credential set name = 'yours' where name = 'mine'");
        assertThatThrownBy(() -> new CredentialStore(sql, this::key).find("yours"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void makesAKeyThatItsOwnerAloneCanRead() throws Exception {
        SecretKey first = key();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("credential.key"))))
                .isEqualTo("rw-------");
        assertThat(key()).isEqualTo(first);
        assertThat(home.toFile().list()).containsExactly("credential.key");
    }

    @Test
    void takesTheKeyOfTheEnvironmentFirst() {
        String given = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

        assertThat(CredentialKey.load(Map.of(CredentialKey.VARIABLE, given), home)
                        .getEncoded())
                .hasSize(32);
        assertThat(home.resolve("credential.key")).doesNotExist();
        assertThatThrownBy(() -> CredentialKey.load(Map.of(CredentialKey.VARIABLE, "short"), home))
                .hasMessageContaining("expected 32 bytes in Base64");
    }

    private SecretKey key() {
        return CredentialKey.load(Map.of(), home);
    }
}
