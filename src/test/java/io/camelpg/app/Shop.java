package io.camelpg.app;

import io.camelpg.support.TestPostgres;
import java.util.HashMap;
import java.util.Map;

/** A shop of the user's own: its tables, and figures that are easy to check. */
final class Shop {
    /** Three orders yesterday for 110.75, two the day before for 100.00, one a week before yesterday for 443.00. */
    static final String TABLES =
            """
            CREATE TABLE products (id int PRIMARY KEY, name text);
            CREATE TABLE orders (id int PRIMARY KEY, status text, created_at timestamptz);
            CREATE TABLE order_items (order_id int, product_id int, quantity int, unit_price numeric(10, 2));
            INSERT INTO products VALUES (1, 'Tent "Fjell"'), (2, 'Pot & <pan>'), (3, 'Größe 5');
            INSERT INTO orders
            SELECT id, status, ((now() AT TIME ZONE 'UTC')::date - ago + time '12:00') AT TIME ZONE 'UTC'
            FROM (VALUES (1, 'paid', 1), (2, 'paid', 1), (3, 'shipped', 1), (4, 'cancelled', 1), (5, 'paid', 2),
                         (6, 'paid', 2), (7, 'paid', 8), (8, 'paid', 0)) AS made (id, status, ago);
            INSERT INTO order_items VALUES
                (1, 1, 2, 25.00), (2, 2, 1, 50.50), (3, 3, 41, 0.25), (4, 1, 9, 25.00),
                (5, 1, 2, 25.00), (6, 1, 2, 25.00), (7, 1, 1, 443.00), (8, 1, 1, 7777.00);
            """;

    private Shop() {}

    /** Its database, on the test run's server. */
    static String create() {
        String database = TestPostgres.createDatabase();
        TestPostgres.execute(database, TABLES);
        return database;
    }

    /** What points the application to it, for the report's routes alone, without a broker, which takes longest to start. */
    static Map<String, String> environment(int port, String database, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(
                Map.of(
                        "POSTGRES_HOST", "localhost",
                        "POSTGRES_PORT", Integer.toString(port),
                        "POSTGRES_DATABASE", database,
                        "POSTGRES_USERNAME", "postgres",
                        "POSTGRES_SSLMODE", "disable",
                        "KAFKA_BROKERS", "localhost:1",
                        "ROUTES",
                                "file:routes/daily-report.camel.yaml,file:routes/daily-report-mail.camel.yaml,file:routes/mail.camel.yaml"));
        environment.putAll(more);
        return environment;
    }
}
