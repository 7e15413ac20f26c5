package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.OwnPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password with whatever means something to somebody on the way gets there as it is, whichever way it takes. */
@Tag("application")
class PasswordCharactersIT {
    private static final String PASSWORD = "a$b ${c} \\d\\n'e' \"f\" %41% &g=h + #i {j} ;:@/?*!~ \u00fc\u20ac x";
    private static OwnPostgres server;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        server = OwnPostgres.started(settings -> settings.setServerConfig("password_encryption", "scram-sha-256"));
        server.function("CREATE ROLE app LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'");
        server.authentication("host all postgres all trust", "host all all all scram-sha-256");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Path properties(String line) throws Exception {
        return Files.writeString(
                directory.resolve("application.properties"),
                "camel.main.startup-summary-level = Off\ncamel.component.pg.port = " + server.port()
                        + "\ncamel.component.pg.username = app\ncamel.component.pg.database = postgres\n" + line + "\n",
                StandardCharsets.UTF_8);
    }

    private Object user(String line) throws Exception {
        return EnvironmentLogin.user(properties(line).toString());
    }

    @Test
    void inApplicationProperties() throws Exception {
        // A backslash is doubled, and the file is in Latin-1: what is not, is escaped.
        String escaped =
                PASSWORD.replace("\\", "\\\\").replace("\u00fc", "\\u00fc").replace("\u20ac", "\\u20ac");
        assertThat(user("camel.component.pg.password = " + escaped)).isEqualTo("app");
    }

    @Test
    void inAFile() throws Exception {
        Path file = directory.resolve("password");
        for (String end : new String[] {"", "\n", "\r\n"}) {
            Files.writeString(file, PASSWORD + end);
            assertThat(user("camel.component.pg.password-file = " + file)).isEqualTo("app");
        }
    }

    @Test
    void inAPassFile() throws Exception {
        Path file = Files.createFile(
                directory.resolve("pgpass"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                "localhost:*:postgres:app:" + PASSWORD.replace("\\", "\\\\").replace(":", "\\:") + "\n");
        assertThat(user("camel.component.pg.pass-file = " + file)).isEqualTo("app");
    }

    @Test
    void inTheEnvironmentAndOfAService() throws Exception {
        Path services = Files.writeString(
                directory.resolve("services.conf"),
                "[shop]\nhost=127.0.0.1\nport=1\nuser=nobody\npassword=" + PASSWORD + "\nsslmode=disable\n");
        assertThat(forked("camel.component.pg.password = {{env:SHOP_PASSWORD}}", services))
                .contains("user=app");
        assertThat(forked("camel.component.pg.service = shop", services)).contains("user=app");
    }

    /** PGHOST and its like are set as well, and have no say. */
    private String forked(String line, Path services) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-Dsun.jnu.encoding=UTF-8",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EnvironmentLogin.class.getName(),
                        properties(line).toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("SHOP_PASSWORD", PASSWORD);
        builder.environment().put("PGSERVICEFILE", services.toString());
        builder.environment().put("PGHOST", "no-such-host.invalid");
        builder.environment().put("PGUSER", "nobody");
        builder.environment().put("PGPASSWORD", "nothing");
        builder.environment().put("PGSERVICE", "nowhere");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}
