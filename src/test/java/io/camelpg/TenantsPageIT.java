package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.PgErrorCode;
import io.camelpg.support.TestPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/tenants.md shows works as it is written there. */
@Tag("application")
class TenantsPageIT {
    private static String page;

    @TempDir
    private Path directory;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("docs", "tenants.md"));
    }

    private static String example(String part, String language) {
        Matcher found = Pattern.compile(
                        "<!-- begin " + part + " -->\\s+```" + language + "\n(.*?)```\\s+<!-- end", Pattern.DOTALL)
                .matcher(page);
        assertThat(found.find()).as(part).isTrue();
        return found.group(1);
    }

    @Test
    void theExampleRuns() throws Exception {
        String acme = TestPostgres.createDatabase();
        String globex = TestPostgres.createDatabase();
        for (Map.Entry<String, String> client :
                Map.of(acme, "acme_app", globex, "globex_app").entrySet()) {
            TestPostgres.execute(
                    client.getKey(),
                    "DROP ROLE IF EXISTS " + client.getValue() + "; CREATE ROLE "
                            + client.getValue() + " LOGIN; CREATE TABLE users (id int); ALTER TABLE users OWNER TO "
                            + client.getValue());
        }
        TestPostgres.execute(acme, "INSERT INTO users VALUES (1), (2), (3)");
        Path route = Files.writeString(directory.resolve("route.yaml"), example("example-route", "yaml"));
        Properties properties = new Properties();
        properties.load(new StringReader(example("example-properties", "properties")));
        properties.setProperty("pg.tenant.acme.database", acme);
        properties.setProperty("pg.tenant.globex.database", globex);
        properties.setProperty("camel.beans.clients.port", String.valueOf(TestPostgres.port()));
        Main main = new Main();
        properties.forEach((name, value) -> main.addInitialProperty(name.toString(), value.toString()));
        main.addInitialProperty("camel.main.routes-include-pattern", "file:" + route);
        main.start();
        try {
            assertThat(signups(main, "acme")).isEqualTo(List.of(Map.of("signups", 3L)));
            assertThat(signups(main, "globex")).isEqualTo(List.of(Map.of("signups", 0L)));
            Exchange unknown = send(main, "initech");
            assertThat(unknown.getException()).hasMessageStartingWith("PG-031");
        } finally {
            main.stop();
            TestPostgres.execute(acme, "DROP OWNED BY acme_app; DROP ROLE acme_app");
            TestPostgres.execute(globex, "DROP OWNED BY globex_app; DROP ROLE globex_app");
        }
    }

    private static Object signups(Main main, String client) throws Exception {
        Exchange exchange = send(main, client);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    private static Exchange send(Main main, String client) throws Exception {
        return main.getCamelTemplate().send("direct:signups", exchange -> {
            exchange.setVariable("client", client);
            exchange.getMessage().setHeader("camelpgCLIENTID", "globex");
        });
    }

    @Test
    void everyOptionAndCodeIsThere() throws Exception {
        PropertyConfigurerGetter options = new PgTenantsConfigurer();
        TreeSet<String> own = new TreeSet<>();
        Arrays.stream(PgTenants.class.getDeclaredFields())
                .map(java.lang.reflect.Field::getName)
                .filter(name -> options.getOptionType(name, false) != null)
                .forEach(own::add);
        assertThat(own).hasSize(7).allSatisfy(name -> assertThat(page)
                .contains("| `" + name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT) + "` |"));
        assertThat(page)
                .contains(List.of(
                        "`" + PgErrorCode.NO_CLIENT_ID.code() + "`",
                        "`" + PgErrorCode.REGISTRY_UNAVAILABLE.code() + "`",
                        "`" + PgErrorCode.INVALID_SETTING.code() + "`",
                        "`" + PgErrorCode.SCOPE_SETTINGS.code() + "`"));
        for (PgTenantAnswer.Reason reason : PgTenantAnswer.Reason.values()) {
            assertThat(page).contains("| `" + reason.code().code() + "` |");
        }
    }
}
