package io.camelpg.app.metrics;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer whose positions are the database's: each partition that it is assigned is read from the offset that the
 * database has for it, else from its beginning, wherever Kafka's own committed offset is. Every record carries the id of
 * its topic, because a topic that is deleted and created again counts its offsets anew.
 */
public final class DatabasePositionedConsumer<K, V> extends KafkaConsumer<K, V> {
    /** The header with the 16 bytes of the topic's id. */
    public static final String TOPIC_ID = "camel-pg-topic-id";

    private static final Logger LOG = LoggerFactory.getLogger(DatabasePositionedConsumer.class);

    private final Positions positions;
    private final TopicIds topics;
    private final Map<TopicPartition, UUID> assigned = new HashMap<>();

    DatabasePositionedConsumer(Properties properties, Positions positions, TopicIds topics) {
        super(properties);
        this.positions = positions;
        this.topics = topics;
    }

    /** Where a partition is to be read from. */
    interface Positions {
        /**
         * @return for each partition that has been read the offset that comes next
         * @throws RuntimeException where it cannot be known
         */
        Map<Integer, Long> of(UUID topicId);
    }

    /** @param headers of a record that such a consumer has fetched */
    static UUID topicId(Object headers) {
        ByteBuffer id = ByteBuffer.wrap(((Headers) headers).lastHeader(TOPIC_ID).value());
        return new UUID(id.getLong(), id.getLong());
    }

    @Override
    public void subscribe(Collection<String> names, ConsumerRebalanceListener listener) {
        super.subscribe(names, new Seeking(listener));
    }

    @Override
    public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
        super.subscribe(pattern, new Seeking(listener));
    }

    /**
     * As of any consumer.
     *
     * @throws TopicRecreatedException where records came in that may be of a topic created again under the old positions;
     *     a new consumer begins with its first record
     */
    @Override
    public ConsumerRecords<K, V> poll(Duration timeout) {
        ConsumerRecords<K, V> records = super.poll(timeout);
        Map<String, UUID> current = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            // asked after the records came in: what is the same now was the same then
            UUID now = current.computeIfAbsent(partition.topic(), topics::of);
            UUID then = assigned.get(partition);
            if (!now.equals(then)) {
                throw new TopicRecreatedException(partition.topic());
            }
            byte[] id = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(now.getMostSignificantBits())
                    .putLong(now.getLeastSignificantBits())
                    .array();
            for (ConsumerRecord<K, V> record : records.records(partition)) {
                record.headers().remove(TOPIC_ID).add(TOPIC_ID, id);
            }
        }
        return records;
    }

    /** Only told, and not waited for: nobody reads from there. A commit that Kafka does not take is made up for by the next. */
    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        commitAsync(offsets, (committed, failure) -> {
            if (failure != null) {
                LOG.debug("Kafka's own offsets stay behind", failure);
            }
        });
    }

    @Override
    public void close() {
        topics.close();
        super.close();
    }

    private void seek(Collection<TopicPartition> partitions) {
        Map<String, Map<Integer, Long>> known = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Map<Integer, Long> offsets = known.computeIfAbsent(partition.topic(), topic -> {
                UUID id = topics.of(topic);
                partitions.stream().filter(one -> one.topic().equals(topic)).forEach(one -> assigned.put(one, id));
                return positions.of(id);
            });
            Long offset = offsets.get(partition.partition());
            if (offset == null) {
                seekToBeginning(List.of(partition));
            } else {
                seek(partition, offset);
            }
        }
    }

    /** Camel's listener, and then to the database's position. */
    private final class Seeking implements ConsumerRebalanceListener {
        private final ConsumerRebalanceListener listener;

        Seeking(ConsumerRebalanceListener listener) {
            this.listener = listener;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            listener.onPartitionsAssigned(partitions);
            seek(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            listener.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            listener.onPartitionsLost(partitions);
        }
    }

    /** The topic is another one than when its partitions were assigned. */
    static final class TopicRecreatedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TopicRecreatedException(String topic) {
            super("Topic " + topic + " was deleted and created again: its records are read from the first one");
        }
    }
}
