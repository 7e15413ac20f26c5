package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.TestPostgres;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Which connections the registry has as DataSources, and camel-jdbc on them. */
class ExposedDataSourcesIT {
    private static final String DATABASE = TestPostgres.createDatabase();

    private interface Work {
        void in(CamelContext context) throws Exception;
    }

    private static Main configured(String prefix) {
        Main main = new Main();
        main.addInitialProperty("camel.main.startup-summary-level", "Off");
        main.addInitialProperty(prefix + "host", "localhost");
        main.addInitialProperty(prefix + "port", String.valueOf(TestPostgres.port()));
        main.addInitialProperty(prefix + "database", DATABASE);
        main.addInitialProperty(prefix + "username", "postgres");
        return main;
    }

    private static Main own() {
        return configured("camel.component.pg.");
    }

    private static Main named(String exposed) {
        Main main = configured("camel.beans.crm.");
        main.addInitialProperty("camel.beans.crm", "#class:io.camelpg.PgConnection");
        main.addInitialProperty("camel.beans.crm.expose-data-source", exposed);
        return main;
    }

    private static void run(Main main, String from, Work work) throws Exception {
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:jdbc").to(from);
            }
        });
        main.start();
        try {
            work.in(main.getCamelContext());
        } finally {
            main.stop();
        }
    }

    private static Object jdbc(CamelContext context) {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            return template.requestBody(
                    "direct:jdbc", "INSERT INTO shared (note) VALUES ('x') RETURNING note || 'y' AS note");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theComponentsOwnIsThereByItself() throws Exception {
        TestPostgres.execute(DATABASE, "CREATE TABLE IF NOT EXISTS shared (note text)");
        run(own(), "jdbc:pgDataSource?resetAutoCommit=false", context -> {
            assertThat(jdbc(context)).isEqualTo(List.of(Map.of("note", "xy")));
            assertThat(context.getComponent("pg", PgComponent.class)
                            .connections()
                            .get(null)
                            .database()
                            .pool()
                            .total())
                    .isEqualTo(1);
        });
    }

    @Test
    void camelJdbcFindsItUnderItsDefaultName() throws Exception {
        TestPostgres.execute(DATABASE, "CREATE TABLE IF NOT EXISTS shared (note text)");
        run(own(), "jdbc:default", context -> assertThat(jdbc(context)).isEqualTo(List.of(Map.of("note", "xy"))));
    }

    @Test
    void aDataSourceOfTheApplicationKeepsItToItself() throws Exception {
        Main main = own();
        PGSimpleDataSource other = new PGSimpleDataSource();
        main.bind("other", other);
        run(main, "log:none", context -> assertThat(context.getRegistry().findByType(DataSource.class))
                .containsExactly(other));
    }

    @Test
    void aNamedConnectionIsThereWhenItSaysSo() throws Exception {
        TestPostgres.execute(DATABASE, "CREATE TABLE IF NOT EXISTS shared (note text)");
        run(named("true"), "jdbc:crmDataSource", context -> {
            assertThat(jdbc(context)).isEqualTo(List.of(Map.of("note", "xy")));
            assertThat(context.getRegistry().lookupByName("pgDataSource")).isNull();
        });
    }

    @Test
    void aNamedConnectionIsNotThereOtherwise() throws Exception {
        run(named("false"), "log:none", context -> assertThat(
                        context.getRegistry().findByType(DataSource.class))
                .isEmpty());
    }

    @Test
    void stoppedContextsUnbindThem() throws Exception {
        Main main = own();
        CamelContext[] stopped = new CamelContext[1];
        run(main, "log:none", context -> stopped[0] = context);
        assertThat(stopped[0].getRegistry().findByType(DataSource.class)).isEmpty();
    }
}
