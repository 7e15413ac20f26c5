package io.camelpg.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Asks a table of its own what changed since it asked before. */
interface PollContender extends AutoCloseable {
    String name();

    String how();

    /** The table is there; what is in it by now is read. */
    void start(BenchServer server, String table) throws Exception;

    /** How many rows are new. */
    int poll() throws Exception;

    @Override
    void close() throws Exception;

    /** The limit: it remembers the highest time that it saw, and loses what is committed behind it. */
    static PollContender raw() {
        return new PollContender() {
            private Connection connection;
            private PreparedStatement select;
            private Timestamp since = new Timestamp(0);

            @Override
            public String name() {
                return "raw pgjdbc, by the cursor alone (limit)";
            }

            @Override
            public String how() {
                return "SELECT * … WHERE updated_at > ? ORDER BY updated_at, server-prepared, into maps; loses late commits";
            }

            @Override
            public void start(BenchServer server, String table) throws Exception {
                connection = DriverManager.getConnection(server.jdbcUrl());
                select = connection.prepareStatement(
                        "SELECT * FROM " + table + " WHERE updated_at > ? ORDER BY updated_at");
                try (var statement = connection.createStatement();
                        ResultSet newest = statement.executeQuery("SELECT max(updated_at) FROM " + table)) {
                    newest.next();
                    since = newest.getTimestamp(1);
                }
            }

            @Override
            public int poll() throws Exception {
                List<Map<String, Object>> rows = new ArrayList<>();
                select.setTimestamp(1, since);
                try (ResultSet result = select.executeQuery()) {
                    int columns = result.getMetaData().getColumnCount();
                    while (result.next()) {
                        Map<String, Object> row = new LinkedHashMap<>();
                        for (int i = 1; i <= columns; i++) {
                            row.put(result.getMetaData().getColumnName(i), result.getObject(i));
                        }
                        rows.add(row);
                        since = result.getTimestamp("updated_at");
                    }
                }
                return rows.size();
            }

            @Override
            public void close() throws Exception {
                connection.close();
            }
        };
    }

    /** Camel's way by hand: the time is kept outside. */
    static PollContender sql() {
        return new PollContender() {
            private final DefaultCamelContext context = new DefaultCamelContext();
            private HikariDataSource pool;
            private Endpoint endpoint;
            private Producer producer;
            private Timestamp since = new Timestamp(0);

            @Override
            public String name() {
                return "camel-sql, by the cursor alone";
            }

            @Override
            public String how() {
                return "sql:SELECT * … WHERE updated_at > :#since ORDER BY updated_at?parametersCount=1; loses late commits";
            }

            @Override
            public void start(BenchServer server, String table) throws Exception {
                pool = server.pool();
                context.disableJMX();
                context.getRegistry().bind("ds", javax.sql.DataSource.class, pool);
                context.start();
                endpoint = context.getEndpoint("sql:SELECT * FROM " + table
                        + " WHERE updated_at > :#since ORDER BY updated_at?parametersCount=1&dataSource=#ds");
                producer = endpoint.createProducer();
                producer.start();
                try (Connection connection = server.connect();
                        var statement = connection.createStatement();
                        ResultSet newest = statement.executeQuery("SELECT max(updated_at) FROM " + table)) {
                    newest.next();
                    since = newest.getTimestamp(1);
                }
            }

            @Override
            public int poll() throws Exception {
                Exchange exchange = endpoint.createExchange();
                exchange.getMessage().setHeader("since", since);
                producer.process(exchange);
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
                List<?> rows = exchange.getMessage().getBody(List.class);
                if (!rows.isEmpty()) {
                    since = (Timestamp) ((Map<?, ?>) rows.get(rows.size() - 1)).get("updated_at");
                }
                return rows.size();
            }

            @Override
            public void close() throws Exception {
                context.close();
                if (pool != null) {
                    pool.close();
                }
            }
        };
    }

    /** Each change once, the position kept in the database after each poll that found something. */
    static PollContender pg() {
        return new PollContender() {
            private final DefaultCamelContext context = new DefaultCamelContext();
            private AutoCloseable configured = () -> {};
            private ProducerTemplate template;
            private String uri;

            @Override
            public String name() {
                return "camel-pg, mode=incremental";
            }

            @Override
            public String how() {
                return "pg:extract:<table>?mode=incremental&cursor=updated_at; the position is kept, durably";
            }

            @Override
            public void start(BenchServer server, String table) throws Exception {
                context.disableJMX();
                configured = CamelPg.configure(context, server.port());
                uri = "pg:extract:" + table + "?mode=incremental&cursor=updated_at&cursorName=" + table
                        + "&outputType=";
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:all").to(uri + "ndjson").process(exchange -> exchange.getMessage()
                                .getBody(InputStream.class)
                                .transferTo(OutputStream.nullOutputStream()));
                    }
                });
                context.start();
                template = context.createProducerTemplate();
                Exchange all = template.request(
                        "direct:all", exchange -> exchange.getMessage().setBody(""));
                if (all.getException() != null) {
                    throw all.getException();
                }
                template.request(uri + "list", exchange -> exchange.getMessage().setBody(""));
            }

            @Override
            public int poll() throws Exception {
                Exchange exchange =
                        template.send(uri + "list", sent -> sent.getMessage().setBody(""));
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
                return exchange.getMessage().getBody(List.class).size();
            }

            @Override
            public void close() throws Exception {
                template.close();
                context.close();
                configured.close();
            }
        };
    }
}
