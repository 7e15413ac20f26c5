package io.camelpg;

import static io.camelpg.Discovered.list;
import static io.camelpg.Discovered.map;
import static io.camelpg.Discovered.named;
import static io.camelpg.Discovered.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.camelpg.support.PgContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Partitions of partitions: what belongs to which, what is whose key, and sums. */
@Tag("core")
class DiscoverPartitionsIT {
    private static PgContext pg;
    private static Discovered found;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase();
        pg.sql(
                """
                CREATE SCHEMA old; CREATE TABLE region (id int PRIMARY KEY);
                CREATE TABLE orders (id int, at date NOT NULL, region int REFERENCES region, next_id int, next_at date,
                  PRIMARY KEY (at, id), FOREIGN KEY (next_at, next_id) REFERENCES orders) PARTITION BY RANGE (at);
                CREATE TABLE old.orders_2024 PARTITION OF orders FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
                CREATE TABLE orders_2025 PARTITION OF orders FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')
                  PARTITION BY HASH (id);
                CREATE TABLE orders_2025_a PARTITION OF orders_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                CREATE TABLE orders_2025_z PARTITION OF orders_2025 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
                CREATE TABLE listed (code text) PARTITION BY LIST (lower(code));
                CREATE TABLE lines (order_at date, order_id int, FOREIGN KEY (order_at, order_id) REFERENCES orders);
                INSERT INTO region VALUES (1), (3);
                INSERT INTO orders SELECT i, DATE '2024-01-01' + i, 1 FROM generate_series(1, 500) i;
                INSERT INTO orders VALUES (1, '2025-12-12', 3);
                ANALYZE old.orders_2024; ANALYZE orders_2025_a; ANALYZE orders_2025_z;
                """);
        found = Discovered.by(pg, "");
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @Test
    void theTree() {
        Map<String, Object> orders = found.table("public", "orders");
        assertThat(orders).containsEntry("kind", "partitioned").containsEntry("partitionKey", "RANGE (at)");
        assertThat(list(orders, "partitions"))
                .containsExactly(
                        Map.of(
                                "schema", "old",
                                "name", "orders_2024",
                                "bound", "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')"),
                        Map.of(
                                "schema", "public",
                                "name", "orders_2025",
                                "bound", "FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')"));
        Map<String, Object> inner = found.table("public", "orders_2025");
        assertThat(inner).containsEntry("kind", "partitioned").containsEntry("partitionKey", "HASH (id)");
        assertThat(list(inner, "partitions"))
                .extracting("bound")
                .containsExactly(
                        "FOR VALUES WITH (modulus 2, remainder 0)", "FOR VALUES WITH (modulus 2, remainder 1)");
        assertThat(map(inner, "partitionOf")).containsEntry("schema", "public").containsEntry("name", "orders");
        assertThat(map(found.table("old", "orders_2024"), "partitionOf"))
                .isEqualTo(Map.of(
                        "schema", "public",
                        "name", "orders",
                        "bound", "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')"));
        assertThat(orders).containsEntry("partitionOf", null);
        assertThat(found.table("public", "orders_2025_a").get("inherits")).isEqualTo(List.of());
    }

    @Test
    void keysOfPartitionsAreInherited() {
        Map<String, Object> orders = found.table("public", "orders");
        assertThat(list(orders, "foreignKeys"))
                .extracting("referencedTable", "inherited")
                .containsExactlyInAnyOrder(tuple("region", false), tuple("orders", false));
        assertThat(list(found.table("public", "orders_2025_a"), "foreignKeys"))
                .extracting("referencedTable", "inherited")
                .containsExactlyInAnyOrder(tuple("region", true), tuple("orders", true));
        assertThat(list(found.table("public", "region"), "referencedBy"))
                .extracting("table")
                .containsExactly("orders");
        assertThat(list(orders, "referencedBy")).extracting("table").containsExactly("lines", "orders");
        assertThat(list(found.table("public", "orders_2025_a"), "referencedBy")).isEmpty();
        assertThat(list(found.table("public", "lines"), "foreignKeys"))
                .extracting("referencedTable", "inherited")
                .containsExactly(tuple("orders", false));
        assertThat(names(list(orders, "indexes"))).containsExactly("orders_pkey");
        assertThat(map(found.table("old", "orders_2024"), "primaryKey")).containsEntry("columns", List.of("at", "id"));
    }

    @Test
    void figuresAreThoseOfAllPartitions() {
        long bytes =
                Long.parseLong(pg.scalar("SELECT sum(pg_total_relation_size(c)) FROM unnest(ARRAY['old.orders_2024',"
                        + " 'orders_2025_a', 'orders_2025_z']::regclass[]) c"));
        for (Discovered each : List.of(found, Discovered.by(pg, ":orders"))) {
            assertThat(each.table("public", "orders"))
                    .containsEntry("estimatedRows", 501L)
                    .containsEntry("totalBytes", bytes);
        }
        assertThat(found.table("public", "listed"))
                .containsEntry("partitionKey", "LIST (lower(code))")
                .containsEntry("totalBytes", 0L)
                .containsEntry("partitions", List.of())
                .containsEntry("estimatedRows", null);
    }

    @Test
    void aTableAloneComesWithoutTheTablesOfItsPartitions() {
        Discovered alone = Discovered.by(pg, ":orders");
        assertThat(alone.schemaNames()).containsExactly("public");
        assertThat(alone.tableNames("public")).containsExactly("orders");
        assertThat(names(list(alone.table("public", "orders"), "partitions")))
                .containsExactly("orders_2024", "orders_2025");
        Map<String, Object> partition = Discovered.by(pg, ":orders_2025_z").table("public", "orders_2025_z");
        assertThat(map(partition, "partitionOf")).containsEntry("name", "orders_2025");
        assertThat(named(list(partition, "indexes"), "orders_2025_z_pkey")).containsEntry("primary", true);
    }
}
