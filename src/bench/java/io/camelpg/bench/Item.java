package io.camelpg.bench;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A row of the table that W1 and W2 read, computed without the database, so that every answer can be checked. */
record Item(long id, String name, BigDecimal price, Instant createdAt, boolean active) {
    static final int ROWS = 100_000;
    static final int ROWS_PER_CATEGORY = 10;

    /** Makes the table; {@link #of(long)} is the same in Java. */
    static final String CREATE =
            """
            CREATE TABLE item (
              id bigint PRIMARY KEY, category int NOT NULL, name text NOT NULL, price numeric(12,2) NOT NULL,
              created_at timestamptz NOT NULL, active boolean NOT NULL);
            INSERT INTO item SELECT id, (id + 9) / 10, 'item ' || id, mod(id, 10007) / 100.0,
              timestamptz '2026-01-01 00:00:00+00' + id * interval '1 second', mod(id, 3) = 0
              FROM generate_series(1, %d) id;
            CREATE INDEX item_category ON item (category, id);
            """
                    .formatted(ROWS);

    static Item of(long id) {
        return new Item(
                id,
                "item " + id,
                BigDecimal.valueOf(id % 10007, 2),
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(id),
                id % 3 == 0);
    }

    /** The ten rows of a category, in the order of their ids. */
    static List<Item> ofCategory(long category) {
        long first = (category - 1) * ROWS_PER_CATEGORY + 1;
        return LongStream.range(first, first + ROWS_PER_CATEGORY)
                .mapToObj(Item::of)
                .toList();
    }

    /** The row that a contender gave, whatever Java types it chose. */
    static Item from(Map<?, ?> row) {
        if (row.size() != 5) {
            throw new WrongAnswer("5 columns expected, not " + row.keySet());
        }
        return new Item(
                ((Number) row.get("id")).longValue(),
                (String) row.get("name"),
                new BigDecimal(row.get("price").toString()).setScale(2),
                instant(row.get("created_at")),
                (Boolean) row.get("active"));
    }

    private static Instant instant(Object value) {
        if (value instanceof Date date) {
            return date.toInstant();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof Number millis) {
            return Instant.ofEpochMilli(millis.longValue());
        }
        return OffsetDateTime.parse(value.toString().replace(' ', 'T')).toInstant();
    }
}
