package io.camelpg.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/** The Vert.x client, pipelined, with a statement that returns an id. */
final class VertxWrites implements Contender {
    private final BenchServer server;
    private final String sql;
    private final CamelRoute.Verification verification;
    private Vertx vertx;
    private SqlClient client;

    VertxWrites(BenchServer server, String sql, CamelRoute.Verification verification) {
        this.server = server;
        this.sql = sql;
        this.verification = verification;
    }

    @Override
    public String name() {
        return "vertx-pg-client";
    }

    @Override
    public String how() {
        return "pipelined (64): " + sql;
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
                .setPipeliningLimit(64);
        client = PgBuilder.client()
                .with(new PoolOptions().setMaxSize(BenchServer.POOL_SIZE))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    @Override
    public Object call(long key) {
        return List.of(Map.of(
                "id",
                client.preparedQuery(sql)
                        .execute(Tuple.of(key))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .iterator()
                        .next()
                        .getLong(0)));
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
