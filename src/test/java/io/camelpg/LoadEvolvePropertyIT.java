package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.PgContext;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Once fields have columns, every value is found in the column of its field, and nowhere else, whatever comes with it. */
@Tag("core")
class LoadEvolvePropertyIT {
    private static final List<String> FIELDS = List.of(
            "a",
            "A",
            "a b",
            "a-b",
            "a_b",
            "aB",
            "x".repeat(63) + "1",
            "x".repeat(63) + "2",
            "ctid",
            "_ctid",
            "",
            "_",
            "💥",
            "日本",
            "e\u0301",
            "\u00e9",
            "select",
            "1",
            "_1",
            "q\"'\\",
            "\u0000",
            "order id",
            "orderId",
            "order_id",
            "ORDER_ID");

    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(2));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    /** Of one kind for each field, and of growing range, so that columns have to be widened on the way. */
    private static Object value(String field, Random random, int message) {
        return switch (Math.floorMod(field.hashCode(), 4)) {
            case 0 -> "text " + random.nextInt(1000);
            case 1 ->
                switch (random.nextInt(message + 1)) {
                    case 0 -> random.nextInt(100);
                    case 1 -> random.nextLong();
                    case 2 -> BigInteger.valueOf(random.nextLong()).multiply(BigInteger.TEN.pow(20));
                    default -> BigDecimal.valueOf(random.nextInt(100_000), 3);
                };
            case 2 -> random.nextBoolean();
            default -> Map.of("in", List.of(random.nextInt(10), "x"));
        };
    }

    private static Map<String, Object> row(int id, List<String> names, Random random, int message) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("row", id);
        for (String name : names) {
            if (random.nextInt(3) > 0) {
                row.put(name, random.nextInt(8) == 0 ? null : value(name, random, message));
            }
        }
        return row;
    }

    private static String comparable(Object value) {
        return value instanceof Number number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyValueIsInItsFieldsColumn(long seed) {
        Random random = new Random(seed);
        String table = "t_" + seed;
        Map<String, String> columns = new HashMap<>();
        Map<Integer, Map<String, Object>> sent = new TreeMap<>();
        for (int message = 0; message < 6; message++) {
            List<String> all = new ArrayList<>(FIELDS);
            Collections.shuffle(all, random);
            List<String> names = all.subList(0, message == 0 ? FIELDS.size() : random.nextInt(10));
            List<Map<String, Object>> rows = new ArrayList<>();
            if (message == 0) {
                // one of them alone could mean the column of another one, as order_id and orderId may
                rows.add(new LinkedHashMap<>(Map.of("row", 0)));
                names.forEach(name -> rows.get(0).put(name, value(name, random, 0)));
                sent.put(0, rows.get(0));
            }
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                Map<String, Object> row = row(sent.size(), names, random, message);
                sent.put(sent.size(), row);
                rows.add(row);
            }
            Exchange load = pg.send("pg:load:" + table + "?schemaContract=evolve", rows);
            assertThat(load.getException()).isNull();
            for (Object change : load.getMessage().getHeader(PgConstants.SCHEMA_CHANGES, List.class)) {
                Map<?, ?> made = (Map<?, ?>) change;
                if (made.get("change").equals("column-added")) {
                    assertThat(columns.put((String) made.get("field"), (String) made.get("column")))
                            .as("a field gets one column")
                            .isNull();
                }
            }
        }
        assertThat(columns.values()).doesNotHaveDuplicates();
        List<?> stored = pg.send("pg:query?sql=SELECT * FROM " + table, null)
                .getMessage()
                .getBody(List.class);
        assertThat(stored).hasSameSizeAs(sent.keySet());
        for (Object one : stored) {
            Map<?, ?> row = new HashMap<>((Map<?, ?>) one);
            Map<String, Object> was = sent.get(((Number) row.get(columns.get("row"))).intValue());
            for (Map.Entry<String, Object> field : was.entrySet()) {
                if (field.getValue() != null) {
                    assertThat(comparable(row.remove(columns.get(field.getKey()))))
                            .as("%s of %s", field.getKey(), was)
                            .isEqualTo(comparable(field.getValue()));
                }
            }
            row.values().removeIf(value -> value == null);
            assertThat(row).isEmpty();
        }
    }
}
