package io.camelpg;

import static io.camelpg.Faults.body;
import static io.camelpg.Faults.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import io.camelpg.support.WireProxy;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Role and settings of a message hold for its transaction, in front of row-level security, and leave nothing behind. */
@Tag("core")
class MessageSettingsIT {
    private static final String TENANT = "&sessionSettings.app.tenant=${exchangeProperty.tenant}";
    private static final String ROLE = "&role=${exchangeProperty.role}";
    private static final String DOCS = "sql=SELECT text FROM doc ORDER BY text";

    private static WireProxy proxy;
    private static PgContext pg;

    @BeforeAll
    static void start() throws Exception {
        proxy = WireProxy.toTestPostgres();
        String database = TestPostgres.createDatabase();
        TestPostgres.execute(
                database,
                "CREATE ROLE settings_app LOGIN; CREATE ROLE settings_reader;"
                        + " CREATE ROLE \"Settings Writer\"; CREATE ROLE settings_stranger;"
                        + " GRANT settings_reader, \"Settings Writer\" TO settings_app;"
                        + " CREATE TABLE doc (id int PRIMARY KEY, tenant text DEFAULT current_setting('app.tenant', true), text text);"
                        + " CREATE TABLE secret (role_name name, text text);"
                        + " INSERT INTO doc VALUES (1, 'a', 'a1'), (2, 'a', 'a2'), (3, 'b', 'b1');"
                        + " INSERT INTO secret VALUES ('settings_reader', 'r'), ('Settings Writer', 'w');"
                        + " ALTER TABLE doc ENABLE ROW LEVEL SECURITY; ALTER TABLE secret ENABLE ROW LEVEL SECURITY;"
                        + " CREATE POLICY own ON doc USING (tenant = current_setting('app.tenant'))"
                        + " WITH CHECK (tenant = current_setting('app.tenant'));"
                        + " CREATE POLICY own ON secret USING (role_name = current_role);"
                        + " GRANT ALL ON doc TO settings_app, settings_reader;"
                        + " GRANT SELECT ON secret TO settings_reader, \"Settings Writer\"");
        pg = PgContext.on(database, proxy.port(), connection -> {
            connection.setUsername("settings_app");
            connection.setSslMode("disable");
            connection.setMaxConnections(1);
        });
        PgConnection wide = new PgConnection();
        wide.setPort(TestPostgres.port());
        wide.setUsername("settings_app");
        wide.setDatabase(database);
        wide.setMaxConnections(6);
        pg.camel().getRegistry().bind("wide", wide);
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                String insert = "pg:execute?sql=INSERT INTO doc (id, text) VALUES (:{body}, 'scope')" + TENANT;
                from("direct:same")
                        .transacted()
                        .to(insert)
                        .to("pg:query?outputType=scalar&sql=SELECT count(*) FROM doc" + TENANT);
                from("direct:none").transacted().to(insert).to("pg:query?" + DOCS);
                from("direct:other")
                        .transacted()
                        .to(insert)
                        .setProperty("tenant", constant("b"))
                        .to("pg:query?" + DOCS + TENANT);
                from("direct:role")
                        .transacted()
                        .to("pg:query?sql=SELECT 1" + ROLE)
                        .to("pg:query?sql=SELECT 1&role=\"Settings Writer\"");
                from("direct:caught")
                        .transacted()
                        .doTry()
                        .to("pg:query?sql=SELECT 1 / 0" + TENANT)
                        .doCatch(PgException.class)
                        .end()
                        .to("pg:query?" + DOCS + TENANT);
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        pg.close();
        proxy.close();
        pg.sql("DROP OWNED BY settings_app, settings_reader, \"Settings Writer\";"
                + " DROP ROLE settings_app, settings_reader, \"Settings Writer\", settings_stranger");
    }

    private static Exchange send(String uri, Object body, Map<String, Object> properties) {
        return pg.template().send(uri, exchange -> {
            properties.forEach(exchange::setProperty);
            exchange.getMessage().setBody(body);
        });
    }

    private static Object ofTenant(String tenant, String uri, Object body) {
        return body(send(
                uri + (uri.contains("?") ? TENANT : TENANT.replaceFirst("&", "?")), body, Map.of("tenant", tenant)));
    }

    private static List<Object> texts(Object rows) {
        List<Object> texts = new ArrayList<>();
        for (Object row : (List<?>) rows) {
            texts.add(((Map<?, ?>) row).get("text"));
        }
        return texts;
    }

    private static void nothingIsLeft() {
        Object left = body(send(
                "pg:query?outputType=scalar&sql=SELECT current_user || '|' || coalesce(current_setting('app.tenant', true), '')",
                null,
                Map.of()));
        assertThat(left).isEqualTo("settings_app|");
    }

    @Test
    void everyVerbSeesAndWritesItsOwn() throws Exception {
        assertThat(texts(ofTenant("a", "pg:query?" + DOCS, null))).containsExactly("a1", "a2");
        assertThat(texts(ofTenant("b", "pg:query?" + DOCS, null))).containsExactly("b1");
        assertThat(ofTenant(
                        "a",
                        "pg:execute?sql=INSERT INTO doc (id, text) VALUES (:id, 'x') RETURNING tenant"
                                + "&outputType=scalar",
                        Map.of("id", 10)))
                .isEqualTo("a");
        ofTenant(
                "a",
                "pg:execute?batch=true&batchSize=2&sql=INSERT INTO doc (id, text) VALUES (:id, 'x')",
                List.of(Map.of("id", 11), Map.of("id", 12), Map.of("id", 13)));
        ofTenant("a", "pg:upsert:doc", Map.of("id", 14, "text", "x"));
        ofTenant("a", "pg:upsert:doc", List.of(Map.of("id", 14, "text", "x"), Map.of("id", 15, "text", "x")));
        assertThat(ofTenant(
                        "a",
                        "pg:transaction?sql=UPDATE doc SET text = 'y' WHERE text = 'x';"
                                + " DELETE FROM doc WHERE text = :text",
                        Map.of("text", "y")))
                .isEqualTo(List.of(6L, 6L));
        assertThat(ofTenant("b", "pg:execute?expectedUpdateCount=1&sql=UPDATE doc SET text = text", null))
                .isNull();
        assertThat(ofTenant("b", "pg:transaction?readOnly=true&maxRows=5&sql=SELECT count(*) AS n FROM doc", null))
                .isEqualTo(List.of(List.of(Map.of("n", 1L))));
        nothingIsLeft();
    }

    @Test
    void streamsReadToTheirEndAsTheyBegan() throws Exception {
        String many = "sql=SELECT i, current_setting('app.tenant') AS t, repeat('x', 500) AS x"
                + " FROM generate_series(1, 20000) i";
        pg.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream")
                        .to("pg:query?outputType=stream&" + many + TENANT)
                        .process(e -> {
                            Iterator<?> rows = e.getMessage().getBody(Iterator.class);
                            int count = 0;
                            while (rows.hasNext()) {
                                assertThat(((Map<?, ?>) rows.next()).get("t")).isEqualTo("a");
                                count++;
                            }
                            e.getMessage().setBody(count);
                        });
                from("direct:json")
                        .to("pg:query?outputType=json&" + many + TENANT)
                        .process(e -> {
                            byte[] json =
                                    e.getMessage().getBody(InputStream.class).readAllBytes();
                            e.getMessage().setBody(json.length);
                        });
            }
        });
        assertThat(body(send("direct:stream", null, Map.of("tenant", "a")))).isEqualTo(20_000);
        assertThat((Integer) body(send("direct:json", null, Map.of("tenant", "a"))))
                .isGreaterThan(10_000_000);
        nothingIsLeft();
    }

    @Test
    void rolesOfMessages() {
        assertThat(texts(body(
                        send("pg:query?sql=SELECT text FROM secret" + ROLE, null, Map.of("role", "settings_reader")))))
                .containsExactly("r");
        assertThat(texts(body(
                        send("pg:query?sql=SELECT text FROM secret" + ROLE, null, Map.of("role", "Settings_READER")))))
                .containsExactly("r");
        assertThat(texts(body(send(
                        "pg:query?sql=SELECT text FROM secret" + ROLE, null, Map.of("role", "\"Settings Writer\"")))))
                .containsExactly("w");
        assertThat(body(send(
                        "pg:query?outputType=scalar&role=settings_reader&sql=SELECT current_user || session_user",
                        null,
                        Map.of())))
                .isEqualTo("settings_readersettings_app");
        assertThat(texts(body(send("pg:query?sql=SELECT text FROM secret", null, Map.of()))))
                .as("the policy goes by the current role")
                .isEmpty();
        PgException stranger = failure(send("pg:query?sql=SELECT 1" + ROLE, null, Map.of("role", "settings_stranger")));
        assertThat(stranger.errorCode()).isEqualTo(PgErrorCode.PERMISSION_DENIED);
        assertThat(stranger.getMessage()).doesNotContain("settings_stranger");
        PgException unknown = failure(send("pg:execute?sql=SELECT 1" + ROLE, null, Map.of("role", "no_such_role")));
        assertThat(unknown.getMessage()).doesNotContain("no_such_role");
        nothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "NONE",
                "\"none\"",
                "",
                " ",
                "a.b",
                "a b",
                "a;b",
                "a'--",
                "\"a",
                "settings_reader -- x",
                "x; RESET ROLE",
                "123",
                "/**/a"
            })
    void whatIsNoRole(String role) {
        PgException failure = failure(send("pg:query?sql=SELECT 1" + ROLE, null, Map.of("role", role)));
        assertThat(failure.errorCode()).isEqualTo(PgErrorCode.INVALID_SETTING);
        if (!role.isBlank()) {
            assertThat(failure.detail()).isEqualTo("role is not the name of one");
        }
        assertThatThrownBy(() -> pg.camel().getEndpoint("pg:query?sql=SELECT 1&role=none"))
                .rootCause()
                .hasMessageContaining("role is not the name of one");
    }

    @Test
    void nothingIsRunWithoutAValue() {
        assertThat(failure(send("pg:query?" + DOCS + TENANT, null, Map.of())).detail())
                .isEqualTo("sessionSettings.app.tenant has no value for this message");
        assertThat(failure(send("pg:query?" + DOCS + TENANT, null, Map.of("tenant", "")))
                        .code())
                .isEqualTo("PG-107");
        assertThat(texts(ofTenant("'; DROP TABLE doc; --", "pg:query?" + DOCS, null)))
                .isEmpty();
    }

    @Test
    void inScopesAllStepsHaveTheSame() {
        assertThat(body(send("direct:same", 20, Map.of("tenant", "b")))).isEqualTo(2L);
        pg.sql("DELETE FROM doc WHERE text = 'scope'");
        for (String route : List.of("direct:none", "direct:other")) {
            PgException failure = failure(send(route, 21, Map.of("tenant", "a")));
            assertThat(failure.errorCode()).as(route).isEqualTo(PgErrorCode.SCOPE_SETTINGS);
            assertThat(pg.scalar("SELECT count(*) FROM doc WHERE text = 'scope'"))
                    .isEqualTo("0");
        }
        assertThat(failure(send("direct:role", null, Map.of("role", "settings_reader")))
                        .code())
                .isEqualTo("PG-408");
        assertThat(send("direct:role", null, Map.of("role", "\"Settings Writer\""))
                        .getException())
                .isNull();
        assertThat(texts(body(send("direct:caught", null, Map.of("tenant", "b")))))
                .containsExactly("b1");
        nothingIsLeft();
    }

    @Test
    void theyGoInTheSameRoundTrip() throws Exception {
        List<String> uris = List.of(
                "pg:query?sql=SELECT text FROM doc WHERE id = :id",
                "pg:execute?sql=UPDATE doc SET text = text WHERE id = :id",
                "pg:transaction?sql=UPDATE doc SET text = text WHERE id = :id; SELECT 1 AS one");
        for (String uri : uris) {
            for (int i = 0; i < 7; i++) {
                ofTenant("a", uri, Map.of("id", 1));
            }
            proxy.reset();
            ofTenant("a", uri, Map.of("id", 1));
            assertThat(proxy.counts().roundTrips()).as(uri).isEqualTo(1);
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedAtStart() {
        Map<String, String> faults = new HashMap<>();
        faults.put("pg:query?sql=SELECT 1&coalesce=true" + ROLE, "coalesce=true shares a transaction");
        faults.put("pg:query?allowDynamicSql=true" + TENANT, "allowDynamicSql=true lets a message's statement");
        faults.put("pg:query?sql=SELECT 1&sessionSettings.search_path=x", "sessionSettings.search_path is neither");
        faults.put("pg:query?sql=SELECT 1&sessionSettings.role=x", "sessionSettings.role is neither");
        faults.put("pg:query?sql=SELECT 1&sessionSettings.transaction_read_only=off", "is neither");
        faults.forEach((uri, fault) -> assertThatThrownBy(() -> pg.camel().getEndpoint(uri))
                .rootCause()
                .hasMessageContaining(fault));
        PgException vacuum = failure(send("pg:execute?sql=VACUUM doc" + TENANT, null, Map.of("tenant", "a")));
        assertThat(vacuum.errorCode()).isEqualTo(PgErrorCode.TRANSACTION_CONTROL);
        nothingIsLeft();
    }

    @Test
    void manyTenantsOverFewConnectionsNeverCross() throws Exception {
        pg.sql("INSERT INTO doc SELECT 1000 + i, 't' || i, 'of t' || i FROM generate_series(0, 49) i");
        String own = "pg:query?connection=wide&outputType=scalar&sql=SELECT text FROM doc" + TENANT;
        String plain =
                "pg:query?connection=wide&outputType=scalar&sql=SELECT coalesce(current_setting('app.tenant', true), '')";
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                SplittableRandom random = new SplittableRandom(thread);
                work.add(threads.submit(() -> {
                    for (int i = 0; i < 250; i++) {
                        String tenant = "t" + random.nextInt(50);
                        assertThat(body(send(own, null, Map.of("tenant", tenant))))
                                .isEqualTo("of " + tenant);
                        if (i % 10 == 0) {
                            assertThat(body(send(plain, null, Map.of()))).isEqualTo("");
                        }
                    }
                }));
            }
            for (Future<?> each : work) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
            pg.sql("DELETE FROM doc WHERE id >= 1000");
        }
    }
}
