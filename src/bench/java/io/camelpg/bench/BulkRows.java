package io.camelpg.bench;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows of nine columns of the usual types, the same for everybody. */
final class BulkRows {
    static final List<String> NAMES =
            List.of("id", "quantity", "price", "name", "created_at", "note", "active", "weight", "attributes");
    static final String COLUMNS = "(id bigint, quantity int, price numeric(12,2), name text, created_at timestamptz,"
            + " note text, active boolean, weight float8, attributes jsonb)";
    private static final OffsetDateTime BEGIN = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private BulkRows() {}

    /** The same rows, made by the server. */
    static String select(long rows) {
        return "SELECT i AS id, (i % 1000)::int AS quantity, ((i % 10007) / 100.0)::numeric(12,2) AS price,"
                + " 'item ' || i AS name, timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second' AS created_at,"
                + " CASE WHEN i % 5 <> 0 THEN 'a note of some length about item ' || i END AS note, i % 3 = 0 AS active,"
                + " (i % 777)::float8 / 8 AS weight, '{\"k\": 1}'::jsonb AS attributes FROM generate_series(1::bigint, "
                + rows + ") i";
    }

    static Map<String, Object> row(long i) {
        Map<String, Object> row = new LinkedHashMap<>(18);
        row.put("id", i);
        row.put("quantity", (int) (i % 1000));
        row.put("price", BigDecimal.valueOf(i % 10007, 2));
        row.put("name", "item " + i);
        row.put("created_at", BEGIN.plusSeconds(i));
        row.put("note", i % 5 == 0 ? null : "a note of some length about item " + i);
        row.put("active", i % 3 == 0);
        row.put("weight", (i % 777) / 8.0);
        row.put("attributes", "{\"k\": 1}");
        return row;
    }

    /** Made while they are read. */
    static Iterator<Map<String, Object>> rows(int rows) {
        return IntStream.rangeClosed(1, rows).mapToObj(BulkRows::row).iterator();
    }
}
