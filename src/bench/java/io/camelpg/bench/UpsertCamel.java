package io.camelpg.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel endpoint that gets the rows as its body. */
final class UpsertCamel implements UpsertContender {
    private static final String CONFLICT =
            " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, price = EXCLUDED.price,"
                    + " created_at = EXCLUDED.created_at, active = EXCLUDED.active";

    private final String name;
    private final Function<String, String> uri;
    private final String jdbcOptions;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private HikariDataSource pool;
    private AutoCloseable configured = () -> {};
    private Endpoint endpoint;
    private Producer producer;

    private UpsertCamel(String name, Function<String, String> uri, String jdbcOptions) {
        this.name = name;
        this.uri = uri;
        this.jdbcOptions = jdbcOptions;
    }

    static UpsertCamel pg() {
        return new UpsertCamel("camel-pg", table -> "pg:upsert:" + table, "");
    }

    static UpsertCamel sql(boolean rewrite) {
        return new UpsertCamel(
                "camel-sql batch" + (rewrite ? " + rewrite" : ""),
                table -> "sql:INSERT INTO " + table + " (id, name, price, created_at, active) VALUES"
                        + " (:#id, :#name, :#price, :#created_at, :#active)" + CONFLICT
                        + "?batch=true&parametersCount=5&dataSource=#ds",
                rewrite ? "&reWriteBatchedInserts=true" : "");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String how() {
        return uri.apply("<table>") + jdbcOptions;
    }

    @Override
    public void start(int port, String table) throws Exception {
        context.disableJMX();
        if (name.equals("camel-pg")) {
            configured = CamelPg.configure(context, port);
        } else {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(BenchServer.jdbcUrl(port) + jdbcOptions);
            config.setMaximumPoolSize(BenchServer.POOL_SIZE);
            config.setMinimumIdle(1);
            pool = new HikariDataSource(config);
            context.getRegistry().bind("ds", javax.sql.DataSource.class, pool);
        }
        context.start();
        endpoint = context.getEndpoint(uri.apply(table));
        producer = endpoint.createProducer();
        producer.start();
    }

    @Override
    public void upsert(List<Map<String, Object>> rows) throws Exception {
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
