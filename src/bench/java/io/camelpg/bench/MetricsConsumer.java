package io.camelpg.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka's consumer in a loop of its own thread, of a group that nobody has been a member of. */
final class MetricsConsumer implements AutoCloseable {
    /** As large a batch as the route of this project takes. */
    static final int LARGE = 5_000;

    /** Kafka's default. */
    static final int DEFAULT = 500;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile Exception failure;

    /** What is done with what a poll brings. */
    interface Work {
        void take(KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) throws Exception;
    }

    MetricsConsumer(String brokers, String topic, int maxPollRecords, Work work) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "group.id",
                        "w9-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false",
                        "max.poll.records",
                        maxPollRecords),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        thread = new Thread(() -> run(work), "w9-consumer");
        thread.start();
    }

    private void run(Work work) {
        try {
            while (true) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                if (!records.isEmpty()) {
                    work.take(consumer, records);
                }
            }
        } catch (WakeupException e) {
            // closed
        } catch (Exception e) {
            failure = e;
        } finally {
            consumer.close();
        }
    }

    /** Ends the loop. @throws Exception what ended it before */
    @Override
    public void close() throws Exception {
        consumer.wakeup();
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }
}
