package io.camelpg.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.dataformat.JsonLibrary;

/** A route that reads the table and counts what comes. */
final class ExtractCamel extends ExtractContender {
    private final boolean ours;
    private final Consumer<Steps> route;
    private DefaultCamelContext context;
    private HikariDataSource pool;
    private AutoCloseable configured = () -> {};
    private ProducerTemplate template;
    private long counted;

    private ExtractCamel(String name, String how, boolean ours, Consumer<Steps> route) {
        super(name, how);
        this.ours = ours;
        this.route = route;
    }

    /** A route in the making, and where rows are counted. */
    private record Steps(RouteDefinition route, ExtractCamel counter) {}

    /** Lines of text. */
    static ExtractCamel lines(String outputType, int header) {
        return lines("camel-pg, " + outputType, "pg:extract:" + TABLE + "?outputType=" + outputType, header);
    }

    static ExtractCamel parallel(String outputType) {
        return lines(
                "camel-pg, " + outputType + ", parallel=2",
                "pg:extract:" + TABLE + "?parallel=2&outputType=" + outputType,
                0);
    }

    /** Which fetches the next rows when those before have been read. */
    static ExtractCamel query(String outputType) {
        return lines("pg:query, " + outputType, "pg:query?sql=SELECT * FROM " + TABLE + "&outputType=" + outputType, 0);
    }

    private static ExtractCamel lines(String name, String uri, int header) {
        return new ExtractCamel(name, uri, true, steps -> steps.route.to(uri).process(exchange -> {
            LineCount lines = new LineCount();
            exchange.getMessage().getBody(InputStream.class).transferTo(lines);
            steps.counter.counted += lines.lines() - header;
        }));
    }

    static ExtractCamel maps() {
        String uri = "pg:extract:" + TABLE + "?outputType=stream";
        return new ExtractCamel(
                "camel-pg, maps", uri, true, steps -> steps.route.to(uri).process(exchange -> {
                    Iterator<?> rows = exchange.getMessage().getBody(Iterator.class);
                    while (rows.hasNext()) {
                        steps.counter.count((Map<?, ?>) rows.next());
                    }
                }));
    }

    /** With autocommit the driver keeps the whole result in memory, whatever is set; so it has the memory. */
    static ExtractCamel sqlJackson() {
        String uri = "sql:SELECT * FROM " + TABLE + "?dataSource=#ds&outputType=StreamList";
        return new ExtractCamel(
                "camel-sql StreamList, Jackson", uri + ", split in streaming mode, marshal", false, steps -> steps.route
                        .to(uri)
                        .split()
                        .body()
                        .streaming()
                        .process(exchange -> steps.counter.text(exchange))
                        .marshal()
                        .json(JsonLibrary.Jackson)
                        .process(exchange -> steps.counter.counted +=
                                exchange.getMessage().getBody(byte[].class).length > 2 ? 1 : 0));
    }

    private void count(Map<?, ?> row) {
        counted += row.size() == BulkRows.NAMES.size() ? 1 : 0;
    }

    /** Jackson has no form of the driver's objects. */
    private void text(Exchange exchange) {
        @SuppressWarnings("unchecked")
        Map<String, Object> row = exchange.getMessage().getBody(Map.class);
        row.put("attributes", String.valueOf(row.get("attributes")));
    }

    @Override
    public void start(BenchServer server) throws Exception {
        context = new DefaultCamelContext();
        context.disableJMX();
        if (ours) {
            configured = CamelPg.configure(context, server.port());
        } else {
            pool = server.pool();
            context.getRegistry().bind("ds", javax.sql.DataSource.class, pool);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                route.accept(new Steps(from("direct:extract"), ExtractCamel.this));
            }
        });
        context.start();
        template = context.createProducerTemplate();
    }

    @Override
    public long move(int rows) throws Exception {
        counted = 0;
        Exchange exchange = template.send("direct:extract", ExchangePattern.InOut, sent -> {});
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return counted;
    }

    @Override
    public void close() throws Exception {
        template.close();
        context.close();
        configured.close();
        if (pool != null) {
            pool.close();
        }
    }
}
