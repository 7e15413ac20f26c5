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

/**
 * The Vert.x client, for information: no Camel, a driver of its own that pipelines the calls of all threads over its
 * connections. The calling thread waits for its answer as the others' do.
 */
final class VertxPeer implements Contender {
    private static final int PIPELINED = 64;

    private final BenchServer server;
    private final String sql;
    private Vertx vertx;
    private SqlClient client;

    VertxPeer(BenchServer server, String sql) {
        this.server = server;
        this.sql = sql.replace("?", "$1");
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

    private static List<Map<String, Object>> maps(RowSet<Row> rows) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> map = new HashMap<>(8);
            map.put("id", row.getLong(0));
            map.put("name", row.getString(1));
            map.put("price", row.getBigDecimal(2));
            map.put("created_at", row.getOffsetDateTime(3));
            map.put("active", row.getBoolean(4));
            list.add(map);
        }
        return list;
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
