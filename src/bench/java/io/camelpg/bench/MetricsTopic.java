package io.camelpg.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of three partitions with messages in it, of which the exact totals are known. */
final class MetricsTopic implements AutoCloseable {
    /** So many different metrics. */
    private static final int METRICS = 20;

    /** What a backlog looks like: as if sent at this rate, so that a batch is of a second or less. */
    private static final int BACKLOG_PER_SECOND = 2_000;

    private final String name;
    private final KafkaProducer<String, String> producer;
    private final SplittableRandom random = new SplittableRandom(9);
    private int records;
    private BigDecimal sum = BigDecimal.ZERO;

    private MetricsTopic(String name, KafkaProducer<String, String> producer) {
        this.name = name;
        this.producer = producer;
    }

    /** Creates it, empty. */
    static MetricsTopic create(String brokers, String name) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(3), Optional.empty())))
                    .all()
                    .get();
        }
        return new MetricsTopic(
                name,
                new KafkaProducer<>(
                        // one request at a time: a topic that has no leader yet is waited for without disorder
                        Map.of("bootstrap.servers", brokers, "max.in.flight.requests.per.connection", 1),
                        new StringSerializer(),
                        new StringSerializer()));
    }

    String name() {
        return name;
    }

    int records() {
        return records;
    }

    /** Of the latencies of all records. */
    BigDecimal sum() {
        return sum;
    }

    /** What is waiting when a consumer starts. */
    MetricsTopic fill(int count) {
        Instant first = Instant.now().minus(Duration.ofSeconds(count / BACKLOG_PER_SECOND + 1));
        for (int i = 0; i < count; i++) {
            send(first.plusNanos(i * 1_000_000_000L / BACKLOG_PER_SECOND));
        }
        producer.flush();
        return this;
    }

    /** Sends at a fixed rate, each message with the time at which it is sent; what is late is sent at once. */
    void sendAt(int perSecond, Duration duration) {
        long begin = System.nanoTime();
        long count = perSecond * duration.toMillis() / 1_000;
        for (long i = 0; i < count; i++) {
            long wait = begin + i * 1_000_000_000L / perSecond - System.nanoTime();
            while (wait > 0) {
                LockSupport.parkNanos(wait);
                wait = begin + i * 1_000_000_000L / perSecond - System.nanoTime();
            }
            send(Instant.now());
        }
        producer.flush();
    }

    private void send(Instant time) {
        BigDecimal latency = BigDecimal.valueOf(random.nextInt(1_000_000), 3);
        producer.send(new ProducerRecord<>(
                name,
                "{\"metric\":\"metric-" + random.nextInt(METRICS) + "\",\"latency\":" + latency.toPlainString()
                        + ",\"status\":" + (random.nextInt(20) == 0 ? 503 : 200) + ",\"time\":\"" + time + "\"}"));
        records++;
        sum = sum.add(latency);
    }

    @Override
    public void close() {
        producer.close();
    }
}
