package io.camelpg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample data, seen through the daily report's own queries. */
class SampleDataIT {
    private static PgContext pg;
    private static String sampleData;

    @BeforeAll
    static void load() throws IOException {
        pg = PgContext.onNewDatabase();
        try (InputStream resource =
                SampleDataIT.class.getResourceAsStream("/io/camelpg/app/embedded/sample-data.sql")) {
            sampleData = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
        pg.sql(sampleData);
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "Pacific/Kiritimati", "Etc/GMT+12"})
    @SuppressWarnings("unchecked")
    void yesterdayHasSalesInEveryZone(String zone) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("zone", zone);
        parameters.put("date", null);
        Map<String, Object> total = (Map<String, Object>)
                body(pg.send("pg:query?outputType=one&sql=file:routes/sql/daily-total.sql", parameters));
        List<Map<String, Object>> products =
                (List<Map<String, Object>>) body(pg.send("pg:query?sql=file:routes/sql/top-products.sql", total));

        assertThat(total).containsEntry("zone", zone);
        assertThat(total.get("day")).hasToString(pg.scalar("SELECT (now() AT TIME ZONE '" + zone + "')::date - 1"));
        assertThat((Long) total.get("orders")).isGreaterThan(20);
        assertThat((Long) total.get("previous_orders")).isGreaterThan(20);
        assertThat((BigDecimal) total.get("revenue")).isPositive();
        assertThat(total.get("change_percent")).isNotNull();
        assertThat(products).hasSize(10);
        assertThat(products.get(0)).containsEntry("share", new BigDecimal("100.0"));
        assertThat(products)
                .extracting(product -> (BigDecimal) product.get("revenue"))
                .isSortedAccordingTo((a, b) -> b.compareTo(a))
                .allSatisfy(revenue -> assertThat(revenue).isPositive());
    }

    @Test
    void everyOneOfTheLastSixtyDaysHasOrders() {
        assertThat(pg.scalar("SELECT count(DISTINCT (created_at AT TIME ZONE 'UTC')::date) FROM orders"
                        + " WHERE created_at < date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
                        + " AND created_at > now() - interval '90 days'"))
                .isEqualTo("60");
        assertThat(pg.scalar("SELECT count(*) FROM orders WHERE created_at > now() OR updated_at > now()"))
                .isEqualTo("0");
        assertThat(pg.scalar("SELECT count(*) FROM orders o"
                        + " WHERE NOT EXISTS (SELECT FROM order_items i WHERE i.order_id = o.id)"))
                .isEqualTo("0");
        assertThat(pg.scalar("SELECT count(*) FROM orders WHERE created_at < now() - interval '1 year 1 day'"))
                .isEqualTo("1500");
        assertThat(pg.scalar("SELECT count(DISTINCT status) FROM orders")).isEqualTo("4");
        assertThat(pg.scalar("SELECT count(DISTINCT product_id) > 20 FROM order_items"))
                .isEqualTo("t");
    }

    @Test
    void aSecondRunAddsNothing() {
        String count = "SELECT (SELECT count(*) FROM customers) || ' ' || (SELECT count(*) FROM products) || ' '"
                + " || (SELECT count(*) FROM orders WHERE created_at < now() - interval '1 day')";
        String before = pg.scalar(count);

        pg.sql(sampleData);

        assertThat(pg.scalar(count)).isEqualTo(before).startsWith("240 40 ");
    }

    private static Object body(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }
}
