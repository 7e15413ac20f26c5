package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.start();
        System.setProperty("postgres.port", String.valueOf(server.getPort()));
        execute("postgres", "CREATE ROLE app LOGIN PASSWORD 'of the user app'");
        execute("postgres", "CREATE DATABASE shop OWNER app");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void table() throws Exception {
        execute(
                "shop",
                "DROP TABLE IF EXISTS orders; CREATE TABLE orders (status text);"
                        + " ALTER TABLE orders OWNER TO app; INSERT INTO orders VALUES ('new'), ('new'), ('paid')");
    }

    private static void execute(String database, String sql) throws Exception {
        try (var connection = server.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void sells(CamelContext context) {
        ProducerTemplate template = context.createProducerTemplate();
        template.requestBody("direct:add", Map.of("status", "paid"));
        assertEquals(
                List.of(Map.of("status", "new", "orders", 2L), Map.of("status", "paid", "orders", 2L)),
                template.requestBody("direct:orders", (Object) null));
    }

    @Test
    void withPropertiesAndYaml() throws Exception {
        Main shop = Shop.application();
        shop.start();
        try {
            sells(shop.getCamelContext());
        } finally {
            shop.stop();
        }
    }

    @Test
    void inJava() throws Exception {
        try (CamelContext context = ShopInJava.context(server.getPort())) {
            context.start();
            sells(context);
        }
    }

    /** What only the component's own application needs does not come along with the library. */
    @Test
    void nothingElseComesAlong() {
        for (String other : List.of(
                "org.apache.camel.component.quartz.QuartzComponent",
                "org.apache.camel.component.platform.http.main.MainHttpServer",
                "org.thymeleaf.TemplateEngine",
                "io.micrometer.core.instrument.MeterRegistry",
                "ch.qos.logback.classic.Logger")) {
            assertThrows(ClassNotFoundException.class, () -> Class.forName(other), other);
        }
    }
}
