package io.camelpg;

import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgException;
import io.camelpg.support.OwnPostgres;
import io.camelpg.support.PgContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients in a table, by the DDL of docs/tenants.md, on a server that asks for passwords. */
@Tag("core")
class PgTenantTableIT {
    private static final String USER =
            "pg:query?connection=clients&outputType=scalar&sql=SELECT current_user::text || ' ' || current_database()";

    private static OwnPostgres server;
    private static PgContext pg;
    private final PgTenantTable registry = new PgTenantTable();
    private final PgTenants tenants = new PgTenants();

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException {
        server = OwnPostgres.started(postgres -> postgres.setServerConfig("password_encryption", "scram-sha-256"));
        server.execute("CREATE ROLE acme LOGIN PASSWORD 'acme s3cret'");
        server.execute("CREATE ROLE other LOGIN PASSWORD 'other s3cret'");
        server.authentication("local all all trust", "host all postgres all trust", "host all all all scram-sha-256");
        pg = PgContext.on("postgres", server.port(), connection -> {});
        Matcher ddl = Pattern.compile("```sql\n(CREATE TABLE pg_tenant .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs", "tenants.md")));
        assertThat(ddl.find()).isTrue();
        server.execute(ddl.group(1));
    }

    @AfterAll
    static void stop() throws Exception {
        pg.close();
        server.close();
    }

    private static String key(String id, int seed) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) seed);
        return id + ":" + Base64.getEncoder().encodeToString(key);
    }

    @BeforeEach
    void clients() {
        server.execute("TRUNCATE pg_tenant");
        pg.camel().getRegistry().unbind("clients");
        registry.setCamelContext(pg.camel());
        registry.setKeys(key("k1", 1));
        registry.put("acme", "postgresql", null, null, "postgres", null, "acme", "acme s3cret");
        registry.put("other", "postgresql", null, null, "postgres", null, "other", "other s3cret");
        tenants.setPort(server.port());
        tenants.setRegistry(registry);
        tenants.setLookupTimeout(1);
        tenants.setRefusalTimeout(1);
    }

    private PgTenantAnswer.Reason reason(String client) {
        return registry.find(client, "postgresql").reason();
    }

    @Test
    void eachClientConnectsWithItsOwnPassword() {
        String name = "clients" + System.nanoTime();
        pg.camel().getRegistry().bind(name, tenants);
        String uri = USER.replace("clients", name);
        assertThat(send(uri, "acme").getMessage().getBody()).isEqualTo("acme postgres");
        assertThat(send(uri, "other").getMessage().getBody()).isEqualTo("other postgres");
        registry.put("acme", "postgresql", null, null, "postgres", null, "acme", "wr0ng");
        PgException failure = failure(send(uri, "acme"));
        assertThat(failure.code()).isEqualTo("PG-004");
        assertThat(failure.detail()).contains("[acme]").doesNotContain("wr0ng", "other");
        assertThat(send(uri, "other").getMessage().getBody()).isEqualTo("other postgres");
    }

    private static Exchange send(String uri, String client) {
        return pg.template().send(uri, exchange -> exchange.setProperty(PgConstants.CLIENT_ID, client));
    }

    @Test
    void whatIsStoredShowsNoPassword() {
        assertThat(
                        server.scalar(
                                "SELECT string_agg(t::text, ' ') || string_agg(encode(password, 'escape'), '') FROM pg_tenant t"))
                .doesNotContain("s3cret");
        assertThat(server.scalar("SELECT count(DISTINCT substr(password, 1, 12)) FROM pg_tenant"))
                .isEqualTo("2");
        assertThat(registry).asString().doesNotContain("k1");
    }

    @Test
    void reasons() {
        assertThat(reason("nobody")).isEqualTo(PgTenantAnswer.Reason.UNKNOWN_CLIENT);
        assertThat(reason("acme' OR true --")).isEqualTo(PgTenantAnswer.Reason.UNKNOWN_CLIENT);
        assertThat(registry.find("acme", "mysql").reason()).isEqualTo(PgTenantAnswer.Reason.NO_SERVICE);
        server.execute("UPDATE pg_tenant SET enabled = false WHERE client = 'acme'");
        assertThat(reason("acme")).isEqualTo(PgTenantAnswer.Reason.DISABLED);
        server.execute("UPDATE pg_tenant SET password = NULL WHERE client = 'other'");
        assertThat(reason("other")).isEqualTo(PgTenantAnswer.Reason.NO_CREDENTIALS);
    }

    @Test
    void rowsCannotBeSwappedOrSentElsewhere() {
        for (String change : new String[] {
            "UPDATE pg_tenant t SET password = o.password FROM pg_tenant o WHERE o.client = 'other' AND t.client = 'acme'",
            "UPDATE pg_tenant SET host = 'evil.example.com' WHERE client = 'acme'",
            "UPDATE pg_tenant SET port = 1 WHERE client = 'acme'",
            "UPDATE pg_tenant SET username = 'other' WHERE client = 'acme'",
            "UPDATE pg_tenant SET database = 'acm', schema = 'e' WHERE client = 'acme'",
            "UPDATE pg_tenant SET key_id = 'k2' WHERE client = 'acme'",
            "UPDATE pg_tenant SET password = set_byte(password, 20, (get_byte(password, 20) + 1) % 256) WHERE client = 'acme'",
            "UPDATE pg_tenant SET password = 'short' WHERE client = 'acme'"
        }) {
            clients();
            server.execute(change);
            assertThat(reason("acme")).as(change).isEqualTo(PgTenantAnswer.Reason.UNREADABLE);
            assertThat(reason("other")).as(change).isNull();
        }
        clients();
        server.execute("DELETE FROM pg_tenant WHERE client = 'other'");
        server.execute("UPDATE pg_tenant SET client = 'other'");
        assertThat(reason("other")).isEqualTo(PgTenantAnswer.Reason.UNREADABLE);
    }

    @Test
    void keysRotate() throws IOException {
        Path file =
                Files.writeString(directory.resolve("keys"), "# rotated\n" + key("k2", 2) + "\n" + key("k1", 1) + "\n");
        registry.setKeyFile(file.toString());
        assertThat(reason("acme")).as("old keys decrypt").isNull();
        registry.put("new", "postgresql", PgTenantConnection.of("acme", "x"));
        assertThat(server.scalar("SELECT key_id FROM pg_tenant WHERE client = 'new'"))
                .isEqualTo("k2");
        server.execute("UPDATE pg_tenant SET username = 'tampered' WHERE client = 'other'");
        assertThatThrownBy(registry::reencrypt)
                .isInstanceOf(PgException.class)
                .hasMessageStartingWith("PG-035 1 of 2 rows cannot be decrypted; 1 were encrypted anew");
        server.execute("DELETE FROM pg_tenant WHERE client = 'other'");
        assertThat(registry.reencrypt()).isZero();
        Files.writeString(file, key("k2", 2));
        assertThat(registry.find("acme", "postgresql").connection().password().reveal())
                .isEqualTo("acme s3cret");
        Files.writeString(file, key("k3", 3));
        assertThat(reason("acme")).isEqualTo(PgTenantAnswer.Reason.UNREADABLE);
        Files.writeString(file, key("k2", 7));
        assertThat(reason("acme")).isEqualTo(PgTenantAnswer.Reason.UNREADABLE);
    }

    @Test
    void keysThatAreNone() {
        for (String keys :
                new String[] {"", "k1", "k1:AAAA", "k1:not base64!", key("k 1", 1), key("k", 1) + "," + key("k", 2)}) {
            registry.setKeys(keys);
            assertThatThrownBy(() -> registry.find("acme", "postgresql"))
                    .as(keys)
                    .isInstanceOf(PgException.class)
                    .hasMessageStartingWith("PG-501")
                    .hasMessageNotContaining("AQEBAQ");
        }
    }

    @Test
    void aRegistryThatCannotBeAskedSaysSo() {
        String name = "lost" + System.nanoTime();
        registry.setTable("no_such_table");
        pg.camel().getRegistry().bind(name, tenants);
        PgException failure = failure(send(USER.replace("clients", name), "acme"));
        assertThat(failure.code()).isEqualTo("PG-036");
        assertThat(failure.detail()).contains("PG-206", "no_such_table");
    }
}
