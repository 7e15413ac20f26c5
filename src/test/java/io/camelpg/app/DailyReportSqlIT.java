package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The report's figures to the cent, where days are hard to tell apart. */
class DailyReportSqlIT {
    private static PgContext pg;

    @BeforeAll
    static void createShop() {
        pg = PgContext.onNewDatabase();
        pg.sql(
                """
                CREATE TABLE products (id int PRIMARY KEY, name text);
                CREATE TABLE orders (id int PRIMARY KEY, status text, created_at timestamptz);
                CREATE TABLE order_items (order_id int, product_id int, quantity int, unit_price numeric(10, 2));
                INSERT INTO products SELECT n, 'Product ' || n FROM generate_series(1, 12) AS n;

                -- 25 October 2026 has 25 hours in Berlin: from 22:00 UTC the day before to 23:00 UTC
                INSERT INTO orders VALUES
                    (1, 'paid', '2026-10-24T21:59:59.999999Z'),
                    (2, 'paid', '2026-10-24T22:00:00Z'),
                    (3, 'shipped', '2026-10-25T22:30:00Z'),
                    (4, 'paid', '2026-10-25T22:59:59.999999Z'),
                    (5, 'paid', '2026-10-25T23:00:00Z'),
                    (6, 'cancelled', '2026-10-25T12:00:00Z');
                INSERT INTO order_items VALUES
                    (1, 1, 1, 10.00), (2, 1, 2, 20.00), (3, 2, 1, 50.50), (3, 3, 1, 0.25), (4, 1, 1, 20.00),
                    (5, 1, 1, 1000.00), (6, 1, 1, 5000.00);

                INSERT INTO orders VALUES (7, 'paid', '2026-06-01T12:00:00Z');
                INSERT INTO order_items SELECT 7, n, 1, n FROM generate_series(1, 12) AS n;
                """);
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @Test
    void aDayIsWhatTheZoneCallsADay() {
        assertThat(total("2026-10-25", "Europe/Berlin"))
                .containsEntry("day", LocalDate.of(2026, 10, 25))
                .containsEntry("orders", 3L)
                .containsEntry("revenue", new BigDecimal("110.75"))
                .containsEntry("previous_orders", 1L)
                .containsEntry("previous_revenue", new BigDecimal("10.00"))
                .containsEntry("change_percent", new BigDecimal("1007.5"));
        assertThat(total("2026-10-25", "UTC"))
                .containsEntry("orders", 3L)
                .containsEntry("revenue", new BigDecimal("1070.75"))
                .containsEntry("previous_orders", 2L)
                .containsEntry("previous_revenue", new BigDecimal("50.00"));
    }

    @Test
    void theSameWeekdayIsSevenDaysBefore() {
        assertThat(total("2026-11-01", "Europe/Berlin"))
                .containsEntry("orders", 0L)
                .containsEntry("week_orders", 3L)
                .containsEntry("week_revenue", new BigDecimal("110.75"))
                .containsEntry("week_change_percent", new BigDecimal("-100.0"));
        assertThat(total("2026-10-25", "Europe/Berlin"))
                .containsEntry("week_orders", 0L)
                .containsEntry("week_change_percent", null);
    }

    @Test
    @SuppressWarnings("unchecked")
    void theTrendHasEightDaysEachInFull() {
        List<Map<String, Object>> days = (List<Map<String, Object>>) body(pg.send(
                "pg:query?sql=file:routes/sql/daily-trend.sql", Map.of("day", "2026-10-26", "zone", "Europe/Berlin")));

        assertThat(days)
                .extracting(row -> row.get("day") + " " + row.get("revenue") + " " + row.get("share"))
                .containsExactly(
                        "2026-10-19 0 0",
                        "2026-10-20 0 0",
                        "2026-10-21 0 0",
                        "2026-10-22 0 0",
                        "2026-10-23 0 0",
                        "2026-10-24 10.00 1.0",
                        "2026-10-25 110.75 11.1",
                        "2026-10-26 1000.00 100.0");
    }

    @Test
    void theFileHasAllProductsOfTheDay() {
        assertThat(pg.template()
                        .requestBody(
                                "pg:query?outputType=csv&sql=file:routes/sql/daily-sales.sql",
                                Map.of("day", "2026-06-01", "zone", "UTC"),
                                String.class)
                        .lines())
                .hasSize(13)
                .startsWith("day,product_id,product,orders,quantity,revenue", "2026-06-01,12,Product 12,1,1,12.00")
                .endsWith("2026-06-01,1,Product 1,1,1,1.00");
    }

    @Test
    void theProductsAreThoseOfTheSameDay() {
        assertThat(products("2026-10-25", "Europe/Berlin"))
                .extracting(row ->
                        row.get("name") + " " + row.get("quantity") + " " + row.get("revenue") + " " + row.get("share"))
                .containsExactly("Product 1 3 60.00 100.0", "Product 2 1 50.50 84.2", "Product 3 1 0.25 0.4");
    }

    @Test
    void onlyTheTenBestAreListed() {
        assertThat(products("2026-06-01", "UTC"))
                .extracting(row -> row.get("name"))
                .hasSize(10)
                .startsWith("Product 12", "Product 11")
                .endsWith("Product 3");
    }

    @Test
    void aDayWithoutSalesIsZeroAndNotMissing() {
        assertThat(total("2020-01-01", "UTC"))
                .containsEntry("orders", 0L)
                .containsEntry("revenue", BigDecimal.ZERO)
                .containsEntry("previous_orders", 0L)
                .containsEntry("change_percent", null);
        assertThat(products("2020-01-01", "UTC")).isEmpty();
    }

    @Test
    void whatNobodyWasThereForIsDueWithTheNextReport() throws Exception {
        pg.sql(Files.readString(Path.of("routes/sql/tables/report_mails.sql")));
        assertThat(due("2026-11-17T00:10:00Z")).as("the first one").isEqualTo("2026-11-16");
        assertThat(due("2026-11-17T00:10:00Z")).as("fired twice").isNull();
        assertThat(due("2026-11-19T00:10:00Z")).isEqualTo("2026-11-17, 2026-11-18");
        assertThat(due("2026-12-24T00:10:00Z"))
                .as("a week at most")
                .isEqualTo("2026-12-17, 2026-12-18, 2026-12-19, 2026-12-20, 2026-12-21, 2026-12-22, 2026-12-23");
        assertThat(due("2026-11-01T00:10:00Z")).as("before the last one").isEqualTo("2026-10-31");
    }

    private static Object due(String firedAt) {
        return body(pg.send(
                "pg:execute?outputType=scalar&sql=file:routes/sql/report-mail-due.sql",
                Map.of("fired_at", firedAt, "zone", "UTC")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> total(String date, String zone) {
        return (Map<String, Object>) body(pg.send(
                "pg:query?outputType=one&sql=file:routes/sql/daily-total.sql", Map.of("date", date, "zone", zone)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> products(String day, String zone) {
        return (List<Map<String, Object>>)
                body(pg.send("pg:query?sql=file:routes/sql/top-products.sql", Map.of("day", day, "zone", zone)));
    }

    private static Object body(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }
}
