package dev.downbeat.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @Test
    void readsTheSpellingOfLibpq() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://anna:s%40fe@db.example:6543/jobs?sslmode=require");

        assertThat(url.server()).isEqualTo("db.example:6543");
        assertThat(url.database()).isEqualTo("jobs");
        assertThat(url.user()).contains("anna");
        assertThat(url.password()).contains("s@fe");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:6543/jobs?sslmode=require");
    }

    @Test
    void readsTheSpellingOfJdbc() {
        DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://localhost/jobs?user=anna&password=a%26b");

        assertThat(url.user()).contains("anna");
        assertThat(url.password()).contains("a&b");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://localhost/jobs");
    }

    @Test
    void takesTheUserForTheDatabaseWhereNoneIsNamed() {
        assertThat(DatabaseUrl.parse("postgres://anna@localhost").database()).isEqualTo("anna");
        assertThat(DatabaseUrl.parse("postgres://localhost").database()).isEqualTo("postgres");
    }

    @Test
    void survivesTheWayThroughAnEnvironmentVariable() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://an%20na:p%3Aw%2Fd+@localhost:1/my%20jobs?sslmode=prefer");

        assertThat(DatabaseUrl.parse(url.withSecrets())).isEqualTo(url);
    }

    @Test
    void showsNoPassword() {
        assertThat(DatabaseUrl.parse("postgres://anna:hidden@localhost/jobs"))
                .hasToString("postgresql://anna@localhost/jobs");
        assertThat(DatabaseUrl.parse("jdbc:postgresql://localhost/jobs?user=anna&password=hidden")
                        .toString())
                .doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mysql://localhost/x",
                "localhost:5432",
                "postgres://",
                "postgres:///x",
                "postgres://a b:hidden@h/x"
            })
    void refusesWhatIsNoUrlAndRepeatsNoSecret(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected jdbc:postgresql://")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void namesAnotherDatabaseOnTheSameServer() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://anna:x@localhost/jobs").withDatabase("other");

        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://localhost/other");
        assertThat(url.user()).contains("anna");
    }
}
