package io.camelpg;

import static io.camelpg.PgTenantAnswer.Reason.DISABLED;
import static io.camelpg.PgTenantAnswer.Reason.NO_CREDENTIALS;
import static io.camelpg.PgTenantAnswer.Reason.NO_SERVICE;
import static io.camelpg.PgTenantAnswer.Reason.UNKNOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.connection.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients in directories of secret files, and in properties. */
class TenantFilesTest {
    private static final PgTenantConnection ACME =
            new PgTenantConnection("db.example.com", 6543, "sales", "acme", "acme_app", Secret.of("p w\u00e9{{}}="));

    @TempDir
    private Path directory;

    private final PgTenantFiles files = new PgTenantFiles();
    private final PgTenantProperties properties = new PgTenantProperties();

    @BeforeEach
    void start() {
        files.setDirectory(directory.resolve("clients").toString());
    }

    private static void write(Path directory, Map<String, String> fields) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> field : fields.entrySet()) {
            Files.writeString(directory.resolve(field.getKey()), field.getValue());
        }
    }

    private static Map<String, String> acme() {
        return Map.of(
                "host", "db.example.com\n",
                "port", "6543\n",
                "database", "sales",
                "schema", "acme\n",
                "username", "acme_app\n",
                "password", "p w\u00e9{{}}=\n");
    }

    private Path client(String name) {
        return directory.resolve("clients").resolve(name);
    }

    private PgTenantAnswer.Reason refusal(String client) {
        return files.find(client, "postgresql").reason();
    }

    @Test
    void filesOfAClient() throws IOException {
        write(client("acme"), acme());
        write(client("several").resolve("postgresql"), acme());
        write(client("several").resolve("mysql"), Map.of("username", "other", "password", "x"));
        assertThat(files.find("acme", "postgresql").connection()).isEqualTo(ACME);
        assertThat(files.find("several", "postgresql").connection()).isEqualTo(ACME);
        assertThat(files.find("acme", "postgresql")).asString().doesNotContain("p w");
    }

    @Test
    void reasons() throws IOException {
        write(client("acme"), acme());
        write(client("stopped"), acme());
        write(client("stopped"), Map.of("disabled", ""));
        write(client("nothing"), Map.of());
        write(client("half"), Map.of("host", "localhost", "username", "half"));
        write(client("elsewhere").resolve("mysql"), acme());
        assertThat(refusal("nobody")).isEqualTo(UNKNOWN_CLIENT);
        assertThat(refusal("..")).isEqualTo(UNKNOWN_CLIENT);
        assertThat(refusal("acme/../acme")).isEqualTo(UNKNOWN_CLIENT);
        assertThat(refusal("/etc")).isEqualTo(UNKNOWN_CLIENT);
        assertThat(refusal("nothing")).isEqualTo(NO_SERVICE);
        assertThat(refusal("elsewhere")).isEqualTo(NO_SERVICE);
        assertThat(refusal("half")).isEqualTo(NO_CREDENTIALS);
        assertThat(refusal("stopped")).isEqualTo(DISABLED);
        assertThat(files.find("acme", "../acme").reason()).isNull();
    }

    /** {@code username -> ..data/username}, {@code ..data -> ..1}: another version is another target of one link. */
    @Test
    void asKubernetesMountsThem() throws IOException {
        Path mount = client("acme");
        write(mount.resolve("..1"), acme());
        Path data = Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
        for (String field : acme().keySet()) {
            Files.createSymbolicLink(mount.resolve(field), Path.of("..data", field));
        }
        assertThat(files.find("acme", "postgresql").connection()).isEqualTo(ACME);
        write(mount.resolve("..2"), acme());
        write(mount.resolve("..2"), Map.of("password", "rotated"));
        Files.createSymbolicLink(mount.resolve("..new"), Path.of("..2"));
        Files.move(mount.resolve("..new"), data, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(files.find("acme", "postgresql").connection().password()).isEqualTo(Secret.of("rotated"));
    }

    @Test
    void propertiesOfAFileAndOfCamel() throws IOException {
        String text =
                """
                pg.tenant.acme.host = db.example.com
                pg.tenant.acme.port = 6543
                pg.tenant.acme.postgresql.database = sales
                pg.tenant.acme.schema = acme
                pg.tenant.acme.username = acme_app
                pg.tenant.acme.password = p w\\u00e9{{}}=
                pg.tenant.stopped.username = x
                pg.tenant.stopped.enabled = false
                pg.tenant.half.username = x
                pg.tenant.elsewhere.mysql.username = x
                pg.tenant.elsewhere.mysql.password = x
                """;
        Path file = Files.writeString(directory.resolve("tenants.properties"), text);
        properties.setFile(file.toString());
        assertThat(properties.find("acme", "postgresql").connection()).isEqualTo(ACME);
        assertThat(properties.find("nobody", "postgresql").reason()).isEqualTo(UNKNOWN_CLIENT);
        assertThat(properties.find("acm", "postgresql").reason()).isEqualTo(UNKNOWN_CLIENT);
        assertThat(properties.find("acme.postgresql", "postgresql").reason()).isEqualTo(UNKNOWN_CLIENT);
        assertThat(properties.find("elsewhere.mysql", "postgresql").reason()).isEqualTo(UNKNOWN_CLIENT);
        assertThat(properties.find("elsewhere", "postgresql").reason()).isEqualTo(NO_SERVICE);
        assertThat(properties.find("half", "postgresql").reason()).isEqualTo(NO_CREDENTIALS);
        assertThat(properties.find("stopped", "postgresql").reason()).isEqualTo(DISABLED);
    }

    @Test
    void camelsPropertiesWithPlaceholders() throws IOException {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            java.util.Properties initial = new java.util.Properties();
            initial.putAll(Map.of(
                    "pg.tenant.acme.username", "acme_app",
                    "pg.tenant.acme.password", "{{the.password}}",
                    "the.password", "s3cret"));
            context.getPropertiesComponent().setInitialProperties(initial);
            context.start();
            properties.setCamelContext(context);
            assertThat(properties.find("acme", "postgresql").connection())
                    .isEqualTo(PgTenantConnection.of("acme_app", "s3cret"));
            assertThat(properties.find("nobody", "postgresql").reason()).isEqualTo(UNKNOWN_CLIENT);
        }
    }
}
