package io.camelpg.bench;

import io.camelpg.app.MetricsApplication;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The route of this project, as the application runs it: it does not only log, it also counts, and counts once. */
final class MetricsRoute implements MetricsContender {
    private final BenchServer server;
    private final String brokers;
    private final MetricsLog log;

    MetricsRoute(BenchServer server, String brokers, MetricsLog log) {
        this.server = server;
        this.brokers = brokers;
        this.log = log;
    }

    @Override
    public String name() {
        return "camel-pg";
    }

    @Override
    public String how() {
        return "routes/metrics-update.camel.yaml with routes/application.properties";
    }

    @Override
    public String table() {
        return MetricsApplication.LOG;
    }

    @Override
    public AutoCloseable read(String topic) throws Exception {
        log.empty("metrics_log, metrics_offsets, metrics_summary, metrics_window, metrics_alerts");
        Map<String, String> properties = new HashMap<>(Map.of(
                "camel.component.pg.host",
                "127.0.0.1",
                "camel.component.pg.port",
                Integer.toString(server.port()),
                "camel.component.pg.database",
                BenchServer.DATABASE,
                "camel.component.pg.username",
                BenchServer.USER,
                "camel.component.pg.ssl-mode",
                "disable",
                "camel.component.pg.max-connections",
                Integer.toString(BenchServer.POOL_SIZE),
                "camel.component.kafka.brokers",
                brokers,
                "metrics.topic",
                topic,
                "metrics.group",
                "w9-" + UUID.randomUUID()));
        // it is not to send alerts, whose threshold the made-up values are above
        properties.put("metrics.alert.mean", "1000000");
        properties.put("metrics.alert.p99", "1000000");
        return MetricsApplication.start(new InProcessHttp(), properties);
    }

    /** The sums are those of the log. */
    @Override
    public void check(MetricsTopic topic) throws Exception {
        log.check(name(), "sum(total)", "sum(latency_sum)", "metrics_summary", topic);
        log.check(name(), "sum(total)", "sum(latency_sum)", "metrics_window", topic);
    }
}
