package io.camelpg.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Exchange;

/** The insert with RETURNING and the transaction of three statements. Each contender writes into tables of its own. */
final class Writes {
    private static final int ACCOUNTS = 10_000;
    private static final int CONTENDERS = 12;
    static final String CREATE = create();

    private static final String[] TRANSFER = {
        "UPDATE account_# SET balance = balance - 1 WHERE id = ?",
        "UPDATE account_# SET balance = balance + 1 WHERE id = " + ACCOUNTS + " + ?",
        "INSERT INTO transfer_# (account) VALUES (?)"
    };

    private Writes() {}

    private static String create() {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < CONTENDERS; i++) {
            sql.append(
                    "CREATE TABLE log_%1$d (id bigserial PRIMARY KEY, item bigint NOT NULL, at timestamptz DEFAULT now());"
                            .formatted(i));
            sql.append("CREATE TABLE upserted_%1$d (id bigint PRIMARY KEY, item bigint, name text, at timestamptz);"
                    .formatted(i));
            sql.append("CREATE TABLE transfer_%1$d (id bigserial PRIMARY KEY, account bigint NOT NULL);".formatted(i));
            sql.append(
                    "CREATE TABLE account_%1$d (id bigint PRIMARY KEY, balance bigint NOT NULL) WITH (fillfactor = 50);"
                            .formatted(i));
            sql.append(
                    "INSERT INTO account_%1$d SELECT i, 0 FROM generate_series(1, %2$d) i;".formatted(i, 2 * ACCOUNTS));
        }
        return sql.toString();
    }

    private static String insertInto(int table) {
        return "INSERT INTO log_" + table + " (item) VALUES (?) RETURNING id";
    }

    /** One row with an id of its own. */
    private static void oneId(String contender, long key, Object answer) {
        List<?> rows = (List<?>) answer;
        if (rows.size() != 1 || !(((Map<?, ?>) rows.get(0)).get("id") instanceof Long id) || id < 1) {
            throw new WrongAnswer(contender + " gave for key " + key + ": " + answer);
        }
    }

    private static CamelRoute.Verification rowsOf(BenchServer server, String table, String contender) {
        return operations -> {
            try (Connection connection = server.connect();
                    ResultSet count = connection.createStatement().executeQuery("SELECT count(*) FROM " + table)) {
                count.next();
                if (count.getLong(1) != operations) {
                    throw new WrongAnswer(
                            contender + " wrote " + count.getLong(1) + " rows in " + operations + " operations");
                }
            }
        };
    }

    static Workload insert(BenchServer server) {
        String own = insertInto(0).replace("?", ":" + CamelRoute.KEY);
        String sql = insertInto(1).replace("?", ":#" + CamelRoute.KEY);
        CamelRoute limit = new CamelRoute(
                        "raw pgjdbc",
                        insertInto(2),
                        CamelRoute.pool(server),
                        route -> route.process(exchange -> insertByHand(exchange, insertInto(2))))
                .verifiedBy(rowsOf(server, "log_2", "raw pgjdbc"));
        return new Workload(
                "W3",
                "INSERT … RETURNING, durable",
                Workload.Drive.THREADS,
                List.of(1, 32),
                Item.ROWS,
                Writes::oneId,
                limit.name(),
                List.of(
                        limit,
                        CamelPg.step("camel-pg", server, "pg:execute?sql=" + own)
                                .verifiedBy(rowsOf(server, "log_0", "camel-pg")),
                        // Without outputHeader its body is the rows, as for queries.
                        new CamelRoute(
                                        "camel-sql",
                                        sql,
                                        CamelRoute.pool(server),
                                        route -> route.to("sql:" + sql + "?dataSource=#ds"))
                                .verifiedBy(rowsOf(server, "log_1", "camel-sql"))));
    }

    static Workload coalescedInsert(BenchServer server) {
        String own = insertInto(3).replace("?", ":" + CamelRoute.KEY);
        String sql = insertInto(4).replace("?", ":#" + CamelRoute.KEY);
        VertxPeer vertx = VertxPeer.ids(server, insertInto(5), rowsOf(server, "log_5", "vertx"));
        return new Workload(
                "W3C",
                "INSERT … RETURNING, durable, 32 at once",
                Workload.Drive.THREADS,
                List.of(32),
                Item.ROWS,
                Writes::oneId,
                "camel-sql",
                List.of(
                        new CamelRoute(
                                        "camel-sql",
                                        sql,
                                        CamelRoute.pool(server),
                                        route -> route.to("sql:" + sql + "?dataSource=#ds"))
                                .verifiedBy(rowsOf(server, "log_4", "camel-sql")),
                        vertx,
                        CamelPg.step("camel-pg coalesce", server, "pg:execute?coalesce=true&sql=" + own)
                                .verifiedBy(rowsOf(server, "log_3", "camel-pg"))));
    }

    /** One row a call; the keys are few enough that most are there already. */
    static Workload coalescedUpsert(BenchServer server) {
        String sql = "INSERT INTO upserted_1 (id, item, name, at) VALUES (:#id, :#id, 'item', now())"
                + " ON CONFLICT (id) DO UPDATE SET item = EXCLUDED.item, name = EXCLUDED.name, at = EXCLUDED.at";
        return new Workload(
                "W5C",
                "Upsert of one row, durable, 32 at once",
                Workload.Drive.THREADS,
                List.of(32),
                ACCOUNTS,
                (contender, key, answer) -> {},
                "camel-sql",
                List.of(
                        new CamelRoute(
                                        "camel-sql",
                                        sql,
                                        CamelRoute.pool(server),
                                        route -> route.to("sql:" + sql + "?dataSource=#ds"))
                                .verifiedBy(upsertsOf(server, 1)),
                        upsert("camel-pg", server, 2, ""),
                        upsert("camel-pg coalesce", server, 3, "?coalesce=true")));
    }

    private static CamelRoute upsert(String name, BenchServer server, int table, String options) {
        String uri = "pg:upsert:upserted_" + table + options;
        return new CamelRoute(name, uri, context -> CamelPg.configure(context, server.port()), route -> route.process(
                                exchange -> {
                                    Object key = exchange.getMessage().getHeader(CamelRoute.KEY);
                                    exchange.getMessage()
                                            .setBody(Map.of("id", key, "item", key, "name", "item", "at", "now"));
                                })
                        .to(uri))
                .verifiedBy(upsertsOf(server, table));
    }

    private static CamelRoute.Verification upsertsOf(BenchServer server, int table) {
        return operations -> {
            try (Connection connection = server.connect();
                    ResultSet row = connection
                            .createStatement()
                            .executeQuery(
                                    "SELECT count(*), count(*) FILTER (WHERE id = item AND name = 'item' AND at IS"
                                            + " NOT NULL) FROM upserted_" + table)) {
                row.next();
                if (row.getLong(1) < 100 || row.getLong(1) != row.getLong(2)) {
                    throw new WrongAnswer(row.getLong(2) + " of " + row.getLong(1) + " rows are right");
                }
            }
        };
    }

    private static void insertByHand(Exchange exchange, String sql) throws Exception {
        DataSource pool = exchange.getContext().getRegistry().lookupByNameAndType("ds", DataSource.class);
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, (Long) exchange.getMessage().getHeader(CamelRoute.KEY));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                exchange.getMessage().setBody(List.of(Map.of("id", rows.getLong(1))));
            }
        }
    }

    /** @param durable whether each commit waits for the disk; without, what counts is the client and the round trips */
    static Workload transaction(BenchServer server, boolean durable) {
        int first = durable ? 0 : 6;
        CamelRoute limit = new CamelRoute(
                        "raw pgjdbc",
                        "autocommit off, three prepared statements, commit",
                        CamelRoute.pool(server),
                        route -> route.process(exchange -> transferByHand(exchange, false, first + 2)))
                .verifiedBy(rowsOf(server, "transfer_" + (first + 2), "raw pgjdbc"));
        CamelRoute joined = new CamelRoute(
                        "raw pgjdbc, joined",
                        "one prepared statement with semicolons, autocommit",
                        CamelRoute.pool(server),
                        route -> route.process(exchange -> transferByHand(exchange, true, first + 3)))
                .verifiedBy(rowsOf(server, "transfer_" + (first + 3), "raw pgjdbc, joined"));
        String own = String.join("; ", TRANSFER)
                .replace("#", Integer.toString(first))
                .replace("?", ":" + CamelRoute.KEY);
        return new Workload(
                durable ? "W4" : "W4A",
                "Transaction of two updates and an insert, " + (durable ? "durable" : "synchronous_commit off"),
                Workload.Drive.THREADS,
                List.of(1, 8),
                ACCOUNTS,
                (contender, key, answer) -> {},
                limit.name(),
                List.of(
                        limit,
                        joined,
                        CamelPg.step("camel-pg", server, "pg:transaction?sql=" + own)
                                .verifiedBy(rowsOf(server, "transfer_" + first, "camel-pg")),
                        CamelPg.scope("camel-pg transacted", server, steps("pg:execute?sql=", ":", first + 4, ""))
                                .verifiedBy(rowsOf(server, "transfer_" + (first + 4), "camel-pg transacted")),
                        SpringTransaction.route(
                                        "camel-sql transacted",
                                        server,
                                        steps("sql:", ":#", first + 1, "?dataSource=#ds"))
                                .verifiedBy(rowsOf(server, "transfer_" + (first + 1), "camel-sql")),
                        SpringTransaction.route(
                                        "camel-sql transacted parametersCount",
                                        server,
                                        steps("sql:", ":#", first + 5, "?dataSource=#ds&parametersCount=1"))
                                .verifiedBy(rowsOf(server, "transfer_" + (first + 5), "camel-sql"))));
    }

    private static List<String> steps(String scheme, String placeholder, int table, String options) {
        return List.of(TRANSFER).stream()
                .map(sql -> scheme
                        + sql.replace("#", Integer.toString(table)).replace("?", placeholder + CamelRoute.KEY)
                        + options)
                .toList();
    }

    private static void transferByHand(Exchange exchange, boolean joined, int number) throws Exception {
        DataSource pool = exchange.getContext().getRegistry().lookupByNameAndType("ds", DataSource.class);
        long key = (Long) exchange.getMessage().getHeader(CamelRoute.KEY);
        String table = Integer.toString(number);
        try (Connection connection = pool.getConnection()) {
            if (joined) {
                try (PreparedStatement all =
                        connection.prepareStatement(String.join(";", TRANSFER).replace("#", table))) {
                    for (int i = 1; i <= TRANSFER.length; i++) {
                        all.setLong(i, key);
                    }
                    all.execute();
                }
                return;
            }
            connection.setAutoCommit(false);
            for (String sql : TRANSFER) {
                try (PreparedStatement statement = connection.prepareStatement(sql.replace("#", table))) {
                    statement.setLong(1, key);
                    statement.executeUpdate();
                }
            }
            connection.commit();
        }
    }
}
