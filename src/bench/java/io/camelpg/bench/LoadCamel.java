package io.camelpg.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel endpoint that gets all rows as one body. */
final class LoadCamel extends LoadContender {
    private final String uri;
    private final String jdbcOptions;
    private final IntFunction<Object> body;
    /** What the peer can take at a time; it keeps a batch in memory twice. */
    private final int atATime;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private HikariDataSource pool;
    private AutoCloseable configured = () -> {};
    private Endpoint endpoint;
    private Producer producer;

    private LoadCamel(
            String name, String uri, String table, String jdbcOptions, IntFunction<Object> body, int atATime) {
        super(name, uri + jdbcOptions + (atATime < Integer.MAX_VALUE ? ", " + atATime + " rows a batch" : ""), table);
        this.uri = uri;
        this.jdbcOptions = jdbcOptions;
        this.body = body;
        this.atATime = atATime;
    }

    static LoadCamel csv(Path csv) {
        return new LoadCamel(
                "camel-pg, CSV",
                "pg:load:w6_pg_csv?format=csv",
                "w6_pg_csv",
                "",
                rows -> {
                    try {
                        return Files.newInputStream(csv);
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                Integer.MAX_VALUE);
    }

    static LoadCamel maps() {
        return maps("w6_pg_maps");
    }

    static LoadCamel maps(String table) {
        return new LoadCamel("camel-pg, maps", "pg:load:" + table, table, "", BulkRows::rows, Integer.MAX_VALUE);
    }

    static LoadCamel sql(boolean rewrite) {
        String table = "w6_sql_" + rewrite;
        return new LoadCamel(
                "camel-sql batch" + (rewrite ? " + rewrite" : "") + ", maps",
                "sql:INSERT INTO " + table
                        + " VALUES (:#id, :#quantity, :#price, :#name, :#created_at, :#note, :#active,"
                        + " :#weight, CAST(:#attributes AS jsonb))?batch=true&parametersCount=9&dataSource=#ds",
                table,
                rewrite ? "&reWriteBatchedInserts=true" : "",
                BulkRows::rows,
                10_000);
    }

    @Override
    void open() throws Exception {
        context.disableJMX();
        if (name().startsWith("camel-pg")) {
            configured = CamelPg.configure(context, server().port());
        } else {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(server().jdbcUrl() + jdbcOptions);
            config.setMaximumPoolSize(BenchServer.POOL_SIZE);
            config.setMinimumIdle(1);
            pool = new HikariDataSource(config);
            context.getRegistry().bind("ds", javax.sql.DataSource.class, pool);
        }
        context.start();
        endpoint = context.getEndpoint(uri);
        producer = endpoint.createProducer();
        producer.start();
    }

    @Override
    public long move(int rows) throws Exception {
        if (rows <= atATime) {
            send(body.apply(rows));
            return rows;
        }
        Iterator<?> all = (Iterator<?>) body.apply(rows);
        while (all.hasNext()) {
            List<Object> part = new ArrayList<>(atATime);
            while (part.size() < atATime && all.hasNext()) {
                part.add(all.next());
            }
            send(part);
        }
        return rows;
    }

    private void send(Object rows) throws Exception {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(rows);
        producer.process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    @Override
    public void close() throws Exception {
        context.close();
        configured.close();
        if (pool != null) {
            pool.close();
        }
    }
}
