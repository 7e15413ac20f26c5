package io.camelpg.connection.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pg_service.conf by libpq's rules. */
class ServiceFileTest {
    @TempDir
    Path directory;

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    @Test
    void aSectionEndsAtTheNext() throws IOException {
        write(
                ".pg_service.conf",
                """
                # comment
                [sales]
                host=db.example.com
                port = 6543
                # another
                dbname=sales=2026
                password=a'b \\ $%&+#
                host=second.example.com

                [other]
                user=nobody
                """);
        assertThat(ServiceFile.read("sales", Map.of(), directory))
                .containsExactly(
                        entry("host", "db.example.com"),
                        entry("port", "6543"),
                        entry("dbname", "sales=2026"),
                        entry("password", "a'b \\ $%&+#"));
        assertThat(ServiceFile.read("other", Map.of(), directory)).containsExactly(entry("user", "nobody"));
    }

    @Test
    void theUsersFileCountsMoreThanTheSystems() throws IOException {
        write(".pg_service.conf", "[mine]\nhost=home\n");
        write("named.conf", "[mine]\nhost=named\n");
        write("pg_service.conf", "[mine]\nhost=system\n[theirs]\nhost=system\n");
        Map<String, String> system = Map.of("PGSYSCONFDIR", directory.toString());
        assertThat(ServiceFile.read("mine", system, directory)).containsEntry("host", "home");
        assertThat(ServiceFile.read("theirs", system, directory)).containsEntry("host", "system");
        assertThat(ServiceFile.read(
                        "mine",
                        Map.of("PGSERVICEFILE", directory.resolve("named.conf").toString()),
                        directory))
                .containsEntry("host", "named");
    }

    @Test
    void noSuchServiceNamesTheFiles() {
        assertThatThrownBy(() -> ServiceFile.read("none", Map.of("PGSYSCONFDIR", directory.toString()), directory))
                .hasMessageContaining("PG-502")
                .hasMessageContaining("service=none")
                .hasMessageContaining(directory.resolve(".pg_service.conf").toString())
                .hasMessageContaining(directory.resolve("pg_service.conf").toString());
    }

    @Test
    void aLineThatIsNoneIsNotShown() throws IOException {
        write(".pg_service.conf", "[sales]\nhost=db\nc4nary\n");
        assertThatThrownBy(() -> ServiceFile.read("sales", Map.of(), directory))
                .hasMessageContaining("line 3: not key=value")
                .hasMessageNotContaining("c4nary");
    }
}
