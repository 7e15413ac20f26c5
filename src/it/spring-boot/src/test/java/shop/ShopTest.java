package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.camelpg.PgComponent;
import io.camelpg.PgConnection;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class ShopTest {
    private static void execute(EmbeddedPostgres server, String database, String sql) throws Exception {
        try (var connection = server.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String scalar(EmbeddedPostgres server, String sql) throws Exception {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void onSpringBoot() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            System.setProperty("postgres.port", String.valueOf(server.getPort()));
            execute(server, "postgres", "CREATE ROLE app LOGIN PASSWORD 'of the user app'");
            execute(server, "postgres", "CREATE DATABASE shop OWNER app");
            execute(
                    server,
                    "shop",
                    "CREATE TABLE orders (status text); ALTER TABLE orders OWNER TO app;"
                            + " INSERT INTO orders VALUES ('new'), ('new'), ('paid')");
            try (ConfigurableApplicationContext shop = SpringApplication.run(Shop.class)) {
                CamelContext camel = shop.getBean(CamelContext.class);
                assertSame(shop.getBean(PgComponent.class), camel.getComponent("pg"));
                assertEquals(20_000, shop.getBean(PgConnection.class).getStatementTimeout());
                ProducerTemplate template = shop.getBean(ProducerTemplate.class);
                template.requestBody("direct:add", Map.of("status", "paid"));
                assertEquals(
                        List.of(Map.of("status", "new", "orders", 2L), Map.of("status", "paid", "orders", 2L)),
                        template.requestBody("direct:orders", (Object) null));
                DataSource pool = camel.getRegistry().lookupByNameAndType("pgDataSource", DataSource.class);
                try (var connection = pool.getConnection()) {
                    assertEquals("shop", connection.getCatalog());
                }
                String sessions =
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'shop on spring boot'";
                assertEquals("1", scalar(server, sessions));
            }
        }
    }
}
