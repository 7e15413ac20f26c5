package io.camelpg.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.postgresql.PGConnection;

/**
 * The small JVM of {@link BigStream}: runs one query through one route of several steps, with Camel's default stream
 * caching, and prints what came out. A row that is missing or wrong ends it with status 1.
 */
public final class BigStreamProcess {
    private static final String SQL =
            "SELECT id, 'item ' || id AS name, (mod(id, 10007) / 100.0)::numeric(12,2) AS price,"
                    + " timestamptz '2026-01-01 00:00:00+00' + id * interval '1 second' AS created_at, mod(id, 3) = 0 AS active"
                    + " FROM generate_series(1::bigint, %d) id";

    private BigStreamProcess() {}

    /** @param arguments the way, the server's port, the number of rows */
    public static void main(String[] arguments) throws Exception {
        BigStream.Way way = BigStream.Way.valueOf(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        long rows = Long.parseLong(arguments[2]);
        String sql = String.format(SQL, rows);
        if (way == BigStream.Way.CAMEL_PG_LOAD) {
            load(port, (int) rows);
            System.exit(0);
        }
        LineCount lines = new LineCount();
        try (CamelContext context = new DefaultCamelContext();
                HikariDataSource pool = way == BigStream.Way.CAMEL_PG ? null : pool(context, port)) {
            context.getRegistry().bind("bigStream", sql);
            if (pool == null) {
                CamelPg.configure(context, port);
            }
            context.addRoutes(routes(way, sql, lines));
            context.start();
            long begin = System.nanoTime();
            var answer = context.createProducerTemplate()
                    .send("direct:call", ExchangePattern.InOut, exchange -> exchange.getMessage()
                            .setBody(""));
            if (answer.getException() != null) {
                throw answer.getException();
            }
            long nanos = System.nanoTime() - begin;
            lines.check(rows, way != BigStream.Way.COPY_TEXT);
            System.out.println(BigStream.RESULT + lines.lines() + " " + lines.bytes() + " " + nanos + " " + peakHeap());
        } catch (Contender.NotHere e) {
            System.out.println(BigStream.LEFT_OUT + e.getMessage());
        }
        System.exit(0);
    }

    private static void load(int port, int rows) throws Exception {
        try (CamelContext context = new DefaultCamelContext();
                Connection connection = DriverManager.getConnection(BenchServer.jdbcUrl(port));
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS big; CREATE TABLE big " + BulkRows.COLUMNS);
            CamelPg.configure(context, port);
            context.start();
            long begin = System.nanoTime();
            context.createProducerTemplate().sendBody("pg:load:big", BulkRows.rows(rows));
            long nanos = System.nanoTime() - begin;
            try (ResultSet count = statement.executeQuery("SELECT count(*), pg_table_size('big') FROM big")) {
                count.next();
                if (count.getLong(1) != rows) {
                    throw new WrongAnswer("the table has " + count.getLong(1) + " rows of " + rows);
                }
                System.out.println(BigStream.RESULT + rows + " " + count.getLong(2) + " " + nanos + " " + peakHeap());
            }
            statement.execute("DROP TABLE big");
        } catch (Contender.NotHere e) {
            System.out.println(BigStream.LEFT_OUT + e.getMessage());
        }
    }

    private static HikariDataSource pool(CamelContext context, int port) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(BenchServer.jdbcUrl(port));
        config.setMaximumPoolSize(BenchServer.POOL_SIZE);
        HikariDataSource pool = new HikariDataSource(config);
        context.getRegistry().bind("ds", DataSource.class, pool);
        return pool;
    }

    private static RouteBuilder routes(BigStream.Way way, String sql, LineCount lines) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                var route = from("direct:call");
                switch (way) {
                    case CAMEL_PG ->
                        route.to("pg:query?sql=#bean:bigStream&outputType=ndjson")
                                .setHeader("step", constant("two"))
                                .to("direct:next");
                    case CAMEL_SQL ->
                        route.setHeader("CamelSqlQuery", constant(sql))
                                .to("sql:unused?dataSource=#ds&outputType=StreamList")
                                .split(body())
                                .streaming()
                                .marshal()
                                .json(JsonLibrary.Jackson)
                                .process(exchange ->
                                        lines.row(exchange.getMessage().getBody(byte[].class)));
                    case CAMEL_PG_LOAD -> throw new IllegalStateException("a load reads nothing from the database");
                    case COPY_TEXT ->
                        route.process(exchange -> {
                            DataSource pool =
                                    exchange.getContext().getRegistry().lookupByNameAndType("ds", DataSource.class);
                            try (Connection connection = pool.getConnection()) {
                                connection
                                        .unwrap(PGConnection.class)
                                        .getCopyAPI()
                                        .copyOut("COPY (" + sql + ") TO STDOUT", lines);
                            }
                        });
                }
                from("direct:next").setHeader("step", constant("three")).process(exchange -> exchange.getMessage()
                        .getBody(InputStream.class)
                        .transferTo(lines));
            }
        };
    }

    /** The sum of each heap pool's peak: not less than the heap was at any moment, garbage included. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
