package io.camelpg.bench;

import java.util.List;

/** The reads of one row and of ten. */
final class Workloads {
    private static final String BY_KEY = "SELECT id, name, price, created_at, active FROM item WHERE id = ?";
    private static final String BY_CATEGORY =
            "SELECT id, name, price, created_at, active FROM item WHERE category = ? ORDER BY id";

    private Workloads() {}

    static List<Workload> all(BenchServer server) {
        return List.of(
                primaryKeyLookup(server),
                Tenants.workload(server),
                coalescedLookup(server),
                tenRows(server),
                Writes.insert(server),
                Writes.coalescedInsert(server),
                Writes.coalescedUpsert(server),
                Writes.transaction(server, true),
                Writes.transaction(server, false),
                Webhook.workload(server));
    }

    private static Workload primaryKeyLookup(BenchServer server) {
        CamelRoute limit = RawPgjdbc.maps(server, BY_KEY);
        return new Workload(
                "W1",
                "Lookup by primary key, 5 columns, " + Item.ROWS + " rows",
                Workload.Drive.THREADS,
                List.of(1, 8, 32),
                Item.ROWS,
                Workload.items(id -> List.of(Item.of(id))),
                limit.name(),
                List.of(
                        limit,
                        CamelPg.query("camel-pg list", server, BY_KEY, "list"),
                        CamelSqlPeer.plain(server, BY_KEY),
                        CamelSqlPeer.tuned(server, BY_KEY),
                        CamelJdbcPeer.text(server, BY_KEY),
                        CamelJdbcPeer.named(server, BY_KEY),
                        CamelJdbcPeer.tuned(server, BY_KEY),
                        VertxPeer.items(server, BY_KEY)));
    }

    private static Workload coalescedLookup(BenchServer server) {
        VertxPeer peer = VertxPeer.items(server, BY_KEY);
        return new Workload(
                "W1C",
                "Lookup by primary key, asynchronous, coalesced against pipelined",
                Workload.Drive.IN_FLIGHT,
                List.of(1, 8, 64, 256),
                Item.ROWS,
                Workload.items(id -> List.of(Item.of(id))),
                peer.name(),
                List.of(
                        peer,
                        CamelPg.coalesced("camel-pg coalesce", server, BY_KEY, "list"),
                        CamelPg.query("camel-pg one by one", server, BY_KEY, "list")));
    }

    private static Workload tenRows(BenchServer server) {
        CamelRoute limit = RawPgjdbc.bytes(server, BY_CATEGORY);
        return new Workload(
                "W2",
                "Ten rows of 5 columns by an index, to maps and to JSON",
                Workload.Drive.THREADS,
                List.of(1, 8),
                Item.ROWS / Item.ROWS_PER_CATEGORY,
                Workload.items(Item::ofCategory),
                limit.name(),
                List.of(
                        limit,
                        RawPgjdbc.maps(server, BY_CATEGORY),
                        CamelPg.query("camel-pg list", server, BY_CATEGORY, "list"),
                        CamelPg.query("camel-pg json", server, BY_CATEGORY, "json"),
                        CamelSqlPeer.plain(server, BY_CATEGORY),
                        CamelSqlPeer.tuned(server, BY_CATEGORY),
                        CamelSqlPeer.json(server, BY_CATEGORY),
                        CamelSqlPeer.tunedJson(server, BY_CATEGORY),
                        CamelJdbcPeer.tuned(server, BY_CATEGORY),
                        VertxPeer.items(server, BY_CATEGORY)));
    }
}
