package io.camelpg;

import static io.camelpg.Faults.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelpg.support.PgContext;
import io.camelpg.support.TestCertificate;
import io.camelpg.support.TlsPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/tls.md tells to do with OpenSSL gives a server and a client that know each other; where OpenSSL is there. */
class TlsRecipeIT {
    @TempDir
    private Path files;

    private boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(files.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(files.resolve("output").toFile())
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String file(String name) throws IOException {
        return Files.readString(files.resolve(name));
    }

    @Test
    void theAuthorityOfThePage() throws Exception {
        assumeTrue(runs("openssl", "version"), "OpenSSL is there");
        String page = Files.readString(Path.of("docs/tls.md"));
        int begin = page.indexOf("```sh\n") + 6;
        String recipe = page.substring(begin, page.indexOf("```", begin))
                .replace("db.example.com", "localhost")
                .replace("CN=app", "CN=certain");
        assertThat(recipe).contains("CN=localhost", "DNS:localhost", "CN=certain");
        Files.writeString(files.resolve("recipe.sh"), "set -e\n" + recipe);
        assertThat(runs("sh", "recipe.sh")).as(file("output")).isTrue();
        TestCertificate before = TestCertificate.selfSigned("before");
        try (TlsPostgres server = TlsPostgres.started(before, before)) {
            server.show(file("server.crt"), file("server.key"), file("ca.crt"));
            try (PgContext pg = PgContext.on("postgres", server.port(), connection -> {
                connection.setUsername("certain");
                connection.setSslMode("verify-full");
                connection.setSslRootCert(files.resolve("ca.crt").toString());
                connection.setSslCert(files.resolve("client.crt").toString());
                connection.setSslKey(files.resolve("client.key").toString());
            })) {
                assertThat(body(pg.send(
                                "pg:query?outputType=scalar&sql=SELECT client_dn FROM pg_stat_ssl"
                                        + " WHERE pid = pg_backend_pid()",
                                null)))
                        .isEqualTo("/CN=certain");
            }
        }
    }
}
