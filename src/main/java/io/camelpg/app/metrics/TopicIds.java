package io.camelpg.app.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/** Asks the brokers which topic a name stands for. Thread-safe. */
final class TopicIds implements AutoCloseable {
    private final Admin admin;

    /** @param properties of a client of the same brokers */
    TopicIds(Properties properties) {
        Properties own = new Properties();
        for (String name : AdminClientConfig.configNames()) {
            Object value = properties.get(name);
            if (value != null) {
                own.put(name, value);
            }
        }
        admin = Admin.create(own);
    }

    /**
     * The id of the topic that has the name now. Brokers older than 2.8 have none: all zeros then.
     *
     * @throws KafkaException where there is no such topic, or no broker tells
     */
    UUID of(String topic) {
        try {
            Uuid id = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic))
                    .get()
                    .topicId();
            return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException("topic " + topic + " could not be described", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
