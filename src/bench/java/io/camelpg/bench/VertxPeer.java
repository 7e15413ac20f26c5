package io.camelpg.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The Vert.x client, for information: no Camel, a driver of its own that pipelines the calls of all threads over its
 * connections. The calling thread waits for its answer as the others' do.
 */
final class VertxPeer implements Contender {
    private static final int PIPELINED = 64;

    private final BenchServer server;
    private final String sql;
    private final Function<Row, Map<String, Object>> reader;
    private final CamelRoute.Verification verification;
    private Vertx vertx;
    private SqlClient client;

    private VertxPeer(
            BenchServer server,
            String sql,
            Function<Row, Map<String, Object>> reader,
            CamelRoute.Verification verification) {
        this.server = server;
        this.sql = sql.replace("?", "$1");
        this.reader = reader;
        this.verification = verification;
    }

    /** A query for the columns of an item. */
    static VertxPeer items(BenchServer server, String sql) {
        return new VertxPeer(server, sql, VertxPeer::item, operations -> {});
    }

    /** A statement that returns an id. */
    static VertxPeer ids(BenchServer server, String sql, CamelRoute.Verification verification) {
        return new VertxPeer(server, sql, row -> Map.of("id", row.getLong(0)), verification);
    }

    private static Map<String, Object> item(Row row) {
        Map<String, Object> map = new HashMap<>(8);
        map.put("id", row.getLong(0));
        map.put("name", row.getString(1));
        map.put("price", row.getBigDecimal(2));
        map.put("created_at", row.getOffsetDateTime(3));
        map.put("active", row.getBoolean(4));
        return map;
    }

    @Override
    public String name() {
        return "vertx-pg-client";
    }

    @Override
    public String how() {
        return "pipelined (" + PIPELINED + "), cached prepared statements: " + sql;
    }

    @Override
    public void start() {
        vertx = Vertx.vertx();
        PgConnectOptions options = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(server.port())
                .setDatabase(BenchServer.DATABASE)
                .setUser(BenchServer.USER)
                .setPassword("")
                .setCachePreparedStatements(true)
                .setPipeliningLimit(PIPELINED);
        client = PgBuilder.client()
                .with(new PoolOptions().setMaxSize(BenchServer.POOL_SIZE))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    @Override
    public Object call(long key) {
        return maps(client.preparedQuery(sql)
                .execute(Tuple.of(key))
                .toCompletionStage()
                .toCompletableFuture()
                .join());
    }

    @Override
    public void call(long key, BiConsumer<Object, Throwable> done) {
        client.preparedQuery(sql).execute(Tuple.of(key)).onComplete(ended -> {
            if (ended.succeeded()) {
                done.accept(maps(ended.result()), null);
            } else {
                done.accept(null, ended.cause());
            }
        });
    }

    private List<Map<String, Object>> maps(RowSet<Row> rows) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Row row : rows) {
            list.add(reader.apply(row));
        }
        return list;
    }

    @Override
    public void verify(long operations) throws Exception {
        verification.verify(operations);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close().toCompletionStage().toCompletableFuture().join();
        }
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
