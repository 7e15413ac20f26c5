package io.camelpg.connection.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** .pgpass by libpq's rules. */
class PassFileTest {
    private static final PassFile.Target TARGET = new PassFile.Target("db.example.com", 5432, "sales");

    @TempDir
    Path directory;

    private Path file(String permissions, String content) throws IOException {
        Path file = directory.resolve("pgpass");
        Files.deleteIfExists(file);
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return Files.writeString(file, content);
    }

    private String password(String content) throws IOException {
        return PassFile.named(file("rw-------", content)).password(TARGET, "app");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            db.example.com:5432:sales:app:secret                   | secret
            *:*:*:*:secret                                         | secret
            *:5432:*:app:se cr et                                  | se cr et
            db.example.com:5432:sales:app:a\\:b\\\\c               | a:b\\c
            db.example.com:5432:sales:app:first:second             | first
            db.example.com:5432:sales:app:$ ' % & + #              | $ ' % & + #
            db.example.com:5432:sales:app:end\\                    | end\\
            db\\.example.com:5432:sales:a\\pp:secret               | secret
            db.example.com:5433:sales:app:secret                   |
            db.example.org:5432:sales:app:secret                   |
            db.example.com:5432:Sales:app:secret                   |
            db.example.com:5432:sales:apps:secret                  |
            \\*:5432:sales:app:secret                              |
            db*:5432:sales:app:secret                              |
            db.example.com:5432:sales:app                          |
            """)
    void aLine(String line, String password) throws IOException {
        assertThat(password(line + "\n")).isEqualTo(password);
    }

    @Test
    void theFirstLineThatFitsCounts() throws IOException {
        assertThat(password("# all\n#*:*:*:*:zero\nother:*:*:*:one\n\n*:*:sales:app:two\n*:*:*:*:three\n"))
                .isEqualTo("two");
        assertThat(password("*:*:*:*:windows\r\n*:*:*:*:three")).isEqualTo("windows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---"})
    void oneThatOthersMayReadIsNotUsed(String permissions) throws IOException {
        Path file = file(permissions, "*:*:*:*:c4nary\n");
        assertThatThrownBy(() -> PassFile.named(file).password(TARGET, "app"))
                .isInstanceOfSatisfying(PgException.class, e -> assertThat(e.errorCode())
                        .isEqualTo(PgErrorCode.CREDENTIALS_UNAVAILABLE))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("chmod 0600")
                .hasMessageNotContaining("c4nary");
        try (LogCapture log = new LogCapture()) {
            PassFile usual = PassFile.usual(Map.of("PGPASSFILE", file.toString()), directory);
            assertThat(usual.password(TARGET, "app")).isNull();
            assertThat(usual.password(TARGET, "app")).isNull();
            assertThat(log.text().lines().filter(line -> line.contains("WARN")))
                    .singleElement()
                    .asString()
                    .contains(file.toString(), "chmod 0600")
                    .doesNotContain("c4nary");
        }
    }

    @Test
    void theUsualPlaces() throws IOException {
        Path named = file("rw-------", "*:*:*:*:named\n");
        Path home = Files.createDirectory(directory.resolve("home"));
        assertThat(PassFile.usual(Map.of(), home).exists()).isFalse();
        assertThat(PassFile.usual(Map.of(), home).password(TARGET, "app")).isNull();
        Files.copy(
                file("rw-------", "*:*:*:*:home\n"),
                home.resolve(".pgpass"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(PassFile.usual(Map.of(), home).password(TARGET, "app")).isEqualTo("home");
        file("rw-------", "*:*:*:*:named\n");
        assertThat(PassFile.usual(Map.of("PGPASSFILE", named.toString()), home).password(TARGET, "app"))
                .isEqualTo("named");
        assertThat(PassFile.usual(Map.of("PGPASSFILE", ""), home).password(TARGET, "app"))
                .isEqualTo("home");
    }

    @Test
    void aNamedOneHasToBeThere() {
        assertThatThrownBy(() -> PassFile.named(directory.resolve("none")).password(TARGET, "app"))
                .hasMessageContaining("PG-015")
                .hasMessageContaining("does not exist");
    }

    @Test
    void aDirectoryIsNone() {
        assertThatThrownBy(() -> PassFile.named(directory).password(TARGET, "app"))
                .hasMessageContaining("PG-015");
    }
}
