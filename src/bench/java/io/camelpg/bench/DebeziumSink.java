package io.camelpg.bench;

import io.camelpg.app.metrics.DecodedMetric;
import io.debezium.connector.jdbc.JdbcSinkConnectorTask;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Debezium's JDBC sink, driven as Kafka Connect drives its tasks, without the rest of Kafka Connect: what a poll brings
 * becomes records with a schema, made from the decoded message, which is less work than Connect's converters have.
 */
final class DebeziumSink implements MetricsContender {
    private static final int SCALE = 3;
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .name("metric")
            .field("metric", Schema.STRING_SCHEMA)
            .field("latency", Decimal.schema(SCALE))
            .field("status", Schema.STRING_SCHEMA)
            .field("time", io.debezium.time.ZonedTimestamp.schema())
            .build();

    private final BenchServer server;
    private final String brokers;
    private final MetricsLog log;
    private final boolean unnest;

    DebeziumSink(BenchServer server, String brokers, MetricsLog log, boolean unnest) {
        this.server = server;
        this.brokers = brokers;
        this.log = log;
        this.unnest = unnest;
    }

    @Override
    public String name() {
        return "Debezium JDBC sink" + (unnest ? " unnest" : "");
    }

    @Override
    public String how() {
        return "insert.mode=insert"
                + (unnest
                        ? ", dialect.postgres.unnest.insert.enabled=true, batch.size and max.poll.records="
                                + MetricsConsumer.LARGE
                        : ", polls and batches of 500");
    }

    @Override
    public String table() {
        return unnest ? "w9_debezium_unnest" : "w9_debezium";
    }

    @Override
    public AutoCloseable read(String topic) throws Exception {
        log.empty(table());
        JdbcSinkConnectorTask task = new JdbcSinkConnectorTask();
        task.start(configuration());
        MetricsConsumer consumer = new MetricsConsumer(
                brokers,
                topic,
                unnest ? MetricsConsumer.LARGE : MetricsConsumer.DEFAULT,
                (kafka, records) -> take(task, kafka, records));
        return () -> {
            try {
                consumer.close();
            } finally {
                task.stop();
            }
        };
    }

    private Map<String, String> configuration() {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "name", "w9",
                "connection.url", server.jdbcUrl(),
                "connection.username", BenchServer.USER,
                "connection.password", "none",
                "insert.mode", "insert",
                "primary.key.mode", "none",
                "schema.evolution", "none",
                "collection.name.format", table()));
        if (unnest) {
            configuration.put("batch.size", Integer.toString(MetricsConsumer.LARGE));
            configuration.put("dialect.postgres.unnest.insert.enabled", "true");
        }
        return configuration;
    }

    private static void take(
            JdbcSinkConnectorTask task, KafkaConsumer<byte[], byte[]> kafka, ConsumerRecords<byte[], byte[]> records)
            throws Exception {
        List<SinkRecord> rows = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            rows.add(row(record));
        }
        task.put(rows);
        Throwable failure = task.getLastProcessingException();
        if (failure != null) {
            throw new IllegalStateException("Debezium's sink failed", failure);
        }
        // Connect commits once a minute, and nobody waits for it
        kafka.commitAsync(task.preCommit(ends(records)), null);
    }

    private static Map<TopicPartition, OffsetAndMetadata> ends(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> run = records.records(partition);
            ends.put(partition, new OffsetAndMetadata(run.get(run.size() - 1).offset() + 1));
        }
        return ends;
    }

    private static SinkRecord row(ConsumerRecord<byte[], byte[]> record) {
        DecodedMetric metric = DecodedMetric.of(record.value());
        BigDecimal latency = metric.latency();
        Struct value = new Struct(SCHEMA)
                .put("metric", metric.metric())
                .put("latency", latency.scale() == SCALE ? latency : latency.setScale(SCALE))
                .put("status", metric.status())
                .put("time", metric.time());
        return new SinkRecord(
                record.topic(),
                record.partition(),
                null,
                null,
                SCHEMA,
                value,
                record.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME);
    }
}
