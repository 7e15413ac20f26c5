package io.camelpg.app;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends messages to a topic, some of them bad, and knows what the totals have to be. */
final class MetricsTraffic implements AutoCloseable {
    static final String[] POISON = {
        "", "{", "[]", "null", "{\"metric\":\"m0\"}", "{\"metric\":\"m0\",\"latency\":-1,\"status\":200,\"time\":0}"
    };
    private static final int METRICS = 5;
    private static final int POISON_EVERY = 50;

    private final String brokers;
    private final String topic;
    private final Random random = new Random(7);
    private final Map<String, Totals> expected = new TreeMap<>();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final List<String> poison = new ArrayList<>();
    private final List<Future<RecordMetadata>> poisonSent = new ArrayList<>();
    private KafkaProducer<String, String> producer;
    private volatile boolean running = true;
    private Thread thread;

    MetricsTraffic(String brokers, String topic) {
        this.brokers = brokers;
        this.topic = topic;
        producer = producer();
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "linger.ms", "5"), new StringSerializer(), new StringSerializer());
    }

    /** As a producer does that knows nothing of a topic that was deleted, and of how many partitions it had. */
    synchronized void reconnect() {
        producer.close();
        producer = producer();
    }

    record Totals(long total, long errors, BigDecimal sum) {
        Totals plus(boolean error, BigDecimal latency) {
            return new Totals(total + 1, errors + (error ? 1 : 0), sum.add(latency));
        }
    }

    /** Sends about so many a second, in a thread of its own, until {@link #stop()}. */
    void start(int perSecond) {
        thread = new Thread(
                () -> {
                    while (running) {
                        send(perSecond / 100);
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                    }
                },
                "traffic");
        thread.setDaemon(true);
        thread.start();
    }

    /** The thread ends, and every message is where the broker keeps it. */
    void stop() throws Exception {
        running = false;
        if (thread != null) {
            thread.join();
        }
        producer.flush();
        for (Future<RecordMetadata> future : sent) {
            future.get();
        }
    }

    synchronized void send(int count) {
        for (int i = 0; i < count; i++) {
            if (sent.size() % POISON_EVERY == POISON_EVERY - 1) {
                poison();
            } else {
                good();
            }
        }
    }

    private void good() {
        String metric = "m" + random.nextInt(METRICS);
        BigDecimal latency = BigDecimal.valueOf(random.nextInt(1_000_000), 3);
        boolean error = random.nextInt(10) == 0;
        String json = "{\"metric\":\"" + metric + "\",\"latency\":" + latency + ",\"status\":" + (error ? 500 : 200)
                + ",\"time\":\"" + Instant.now() + "\"}";
        sent.add(producer.send(new ProducerRecord<>(topic, json)));
        expected.merge(metric, new Totals(1, error ? 1 : 0, latency), (old, one) -> old.plus(error, latency));
    }

    private void poison() {
        String value = POISON[poison.size() % POISON.length];
        Future<RecordMetadata> future = producer.send(new ProducerRecord<>(topic, value));
        sent.add(future);
        poison.add(value);
        poisonSent.add(future);
    }

    /** By metric, as {@link MetricsDatabase#totals()} has them. */
    synchronized Map<String, Totals> expected() {
        return new TreeMap<>(expected);
    }

    /** {@code partition/offset} of each bad message. */
    List<String> poisonPlaces() throws Exception {
        List<String> places = new ArrayList<>();
        for (Future<RecordMetadata> future : poisonSent) {
            places.add(future.get().partition() + "/" + future.get().offset());
        }
        return places;
    }

    long sent() {
        return sent.size();
    }

    @Override
    public void close() {
        running = false;
        producer.close();
    }
}
