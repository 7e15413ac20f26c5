package io.camelpg.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;

/** What else Camel has for it: the kamelet as published, and an aggregate before a batch of the SQL component. */
final class MetricsPeers {
    private static final int BATCH = 1_000;
    private static final int BATCH_MILLIS = 500;

    private final BenchServer server;
    private final String brokers;
    private final MetricsLog log;

    MetricsPeers(BenchServer server, String brokers, MetricsLog log) {
        this.server = server;
        this.brokers = brokers;
        this.log = log;
    }

    /** One INSERT and one commit for each message. */
    MetricsContender kamelet() {
        String query = insert("w9_kamelet");
        String uri = "kamelet:postgresql-sink?serverName=127.0.0.1&serverPort=" + server.port() + "&databaseName="
                + BenchServer.DATABASE + "&username=" + BenchServer.USER + "&password=none&query="
                + URLEncoder.encode(query, StandardCharsets.UTF_8).replace("+", "%20");
        return new Peer(
                "kamelet postgresql-sink",
                "kafka → kamelet:postgresql-sink?query=" + query,
                "w9_kamelet",
                true,
                route -> route.to(uri));
    }

    /** Its best known configuration: the driver makes one INSERT of up to 128 rows. */
    MetricsContender aggregate() {
        String uri = "sql:" + insert("w9_aggregate") + "?batch=true&parametersCount=4&dataSource=#ds";
        return new Peer(
                "aggregate + camel-sql batch",
                "kafka → unmarshal → aggregate(" + BATCH + " or " + BATCH_MILLIS + " ms) → " + uri
                        + ", reWriteBatchedInserts=true",
                "w9_aggregate",
                false,
                route -> route.unmarshal()
                        .json(JsonLibrary.Jackson)
                        .aggregate(new GroupedBodyAggregationStrategy())
                        .constant(true)
                        .completionSize(BATCH)
                        .completionInterval(BATCH_MILLIS)
                        .to(uri));
    }

    private static String insert(String table) {
        return "INSERT INTO " + table + " (metric, latency, status, time) VALUES (:#metric, :#latency, :#status,"
                + " CAST(:#time AS timestamptz))";
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl() + "&reWriteBatchedInserts=true");
        config.setMaximumPoolSize(BenchServer.POOL_SIZE);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private final class Peer implements MetricsContender {
        private final String name;
        private final String how;
        private final String table;
        private final boolean slow;
        private final Consumer<RouteDefinition> steps;

        Peer(String name, String how, String table, boolean slow, Consumer<RouteDefinition> steps) {
            this.name = name;
            this.how = how;
            this.table = table;
            this.slow = slow;
            this.steps = steps;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String how() {
            return how;
        }

        @Override
        public String table() {
            return table;
        }

        @Override
        public boolean slow() {
            return slow;
        }

        @Override
        public AutoCloseable read(String topic) throws Exception {
            log.empty(table);
            DefaultCamelContext context = new DefaultCamelContext();
            HikariDataSource pool = pool();
            context.disableJMX();
            context.getRegistry().bind("ds", DataSource.class, pool);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    steps.accept(from("kafka:" + topic + "?brokers=" + brokers + "&groupId=w9-" + UUID.randomUUID()
                            + "&autoOffsetReset=earliest"));
                }
            });
            context.start();
            return () -> {
                context.close();
                pool.close();
            };
        }
    }
}
