package io.camelpg.app.metrics;

import io.camelpg.error.PgException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;

/**
 * What {@code routes/sql/metrics-update.sql} needs of a batch: the partitions it is from, with the offset that follows its
 * last record in each, and the messages in columns. What is no message is in {@link #poison()}, and its offset counts all
 * the same. Every list of messages is as long as {@code places}, which say of which partition a message is, from 1. The
 * last record of each partition is in {@code lasts}.
 */
public record MetricsBatch(
        String topic,
        List<UUID> topicIds,
        List<Integer> partitions,
        List<Long> nextOffsets,
        List<Integer> places,
        List<Long> offsets,
        List<String> metrics,
        List<BigDecimal> latencies,
        List<String> statuses,
        List<Boolean> errors,
        List<OffsetDateTime> times,
        List<PoisonMessage> poison,
        List<Exchange> records,
        List<Exchange> lasts) {

    private MetricsBatch(String topic) {
        this(
                topic,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /**
     * Reads what a {@link DatabasePositionedConsumer} has fetched.
     *
     * @param records as camel-kafka's batching consumer gives them, at least one, all of one topic
     */
    public static MetricsBatch of(List<Exchange> records) {
        Map<Partition, Run> runs = new LinkedHashMap<>();
        for (Exchange exchange : records) {
            Message message = exchange.getMessage();
            long offset = offset(message);
            Run run = runs.computeIfAbsent(Partition.of(message), partition -> new Run());
            if (offset <= run.last) {
                // The partition was assigned again since, and is read again from where the database is.
                run.records.clear();
            }
            run.records.add(new Fetched(exchange, message, offset));
            run.last = offset;
        }
        MetricsBatch batch = new MetricsBatch(topic(records.get(0).getMessage()));
        runs.forEach(batch::add);
        return batch;
    }

    /** A batch for each record, in order. */
    public List<MetricsBatch> ones() {
        return records.stream().map(record -> of(List.of(record))).toList();
    }

    /**
     * What becomes of a batch of one record that the database does not take: it has been seen, and counts nothing.
     *
     * @param failure its message becomes the reason
     */
    public static MetricsBatch rejected(@Body MetricsBatch one, @ExchangeException PgException failure) {
        Message message = one.records.get(0).getMessage();
        MetricsBatch batch = new MetricsBatch(one.topic);
        batch.place(Partition.of(message), offset(message) + 1);
        batch.poison.add(new PoisonMessage(message, String.valueOf(failure.getMessage())));
        return batch;
    }

    private void add(Partition partition, Run run) {
        int place = place(partition, run.last + 1);
        lasts.add(run.records.get(run.records.size() - 1).exchange);
        for (Fetched record : run.records) {
            records.add(record.exchange);
            try {
                add(place, record.offset, MetricsMessage.parse(record.message.getBody(byte[].class)));
            } catch (MetricsMessage.PoisonException e) {
                poison.add(new PoisonMessage(record.message, String.valueOf(e.getMessage())));
            }
        }
    }

    private int place(Partition partition, long nextOffset) {
        topicIds.add(partition.topicId);
        partitions.add(partition.number);
        nextOffsets.add(nextOffset);
        return partitions.size();
    }

    private void add(int place, long offset, MetricsMessage message) {
        places.add(place);
        offsets.add(offset);
        metrics.add(message.metric());
        latencies.add(message.latency());
        statuses.add(message.status());
        errors.add(message.error());
        times.add(message.time());
    }

    /** Camel's cache of beans asks for it: the lists' would be that of thousands of values. */
    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    private static long offset(Message message) {
        return message.getHeader(KafkaConstants.OFFSET, Long.class);
    }

    private static String topic(Message message) {
        return message.getHeader(KafkaConstants.TOPIC, String.class);
    }

    /** A partition of a topic that, deleted and created again, is another one. */
    private record Partition(UUID topicId, int number) {
        static Partition of(Message message) {
            return new Partition(
                    DatabasePositionedConsumer.topicId(message.getHeader(KafkaConstants.HEADERS)),
                    message.getHeader(KafkaConstants.PARTITION, Integer.class));
        }
    }

    /** What was read of a partition, in order. */
    private static final class Run {
        private final List<Fetched> records = new ArrayList<>();
        private long last = -1;
    }

    private record Fetched(Exchange exchange, Message message, long offset) {}
}
