package dev.downbeat.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTargetTest {
    private static final String PLAYBOOK = "apiVersion: noetl.io/v2\nkind: Playbook\n";

    @TempDir
    private Path folder;

    @Test
    void aCatalogPathIsNoFile() {
        assertThat(RunTarget.of("catalog://a/b")).isEqualTo(new RunTarget.Catalogued("a/b"));
    }

    @Test
    void aFolderMeansItsOnlyPlaybook() throws IOException {
        Path only = Files.writeString(folder.resolve("only.yaml"), PLAYBOOK);
        Files.writeString(folder.resolve("values.yaml"), "a: 1\n");

        assertThat(RunTarget.of(folder.toString())).isEqualTo(new RunTarget.InFile(only));
    }

    @Test
    void aFolderOfSeveralPlaybooksMeansItsMain() throws IOException {
        Files.writeString(folder.resolve("other.yaml"), PLAYBOOK);
        assertThat(RunTarget.of(folder.toString())).isEqualTo(new RunTarget.InFile(folder.resolve("other.yaml")));

        Files.writeString(folder.resolve("another.yaml"), PLAYBOOK);
        assertThatThrownBy(() -> RunTarget.of(folder.toString()))
                .hasMessageContaining("another.yaml")
                .hasMessageContaining("name one of them");

        Path main = Files.writeString(folder.resolve("main.yaml"), PLAYBOOK);
        assertThat(RunTarget.of(folder.toString())).isEqualTo(new RunTarget.InFile(main));
    }

    @Test
    void whatDoesNotExistIsSaidSoWithTheCatalogInMind() {
        assertThatThrownBy(() -> RunTarget.of("no/such"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("catalog://no/such");
    }

    @Test
    void playbooksAreFoundBelowAndHiddenFoldersPassedOver() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.createDirectories(folder.resolve(".git"));
        Path deep = Files.writeString(folder.resolve("a/b/deep.yml"), PLAYBOOK);
        Files.writeString(folder.resolve(".git/hidden.yaml"), PLAYBOOK);

        assertThat(PlaybookFiles.under(folder)).containsExactly(deep);
    }
}
