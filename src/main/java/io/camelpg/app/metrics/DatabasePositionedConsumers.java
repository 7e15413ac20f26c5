package io.camelpg.app.metrics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the consumers of an endpoint that says {@code kafkaClientFactory: "#bean:…"} read from the positions in the table
 * {@code metrics_offsets} of the component's own database. While the database cannot be reached they wait, and stay
 * members of their group.
 */
public final class DatabasePositionedConsumers extends DefaultKafkaClientFactory implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(DatabasePositionedConsumers.class);
    private static final long PAUSE_MILLIS = 1000;
    private static final String POSITIONS =
            "SELECT partition, next_offset FROM metrics_offsets WHERE consumer_group = ? AND topic_id = ?";

    private @Nullable CamelContext context;

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public CamelContext getCamelContext() {
        return Objects.requireNonNull(context);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Consumer getConsumer(Properties properties) {
        String group = properties.getProperty(ConsumerConfig.GROUP_ID_CONFIG);
        return new DatabasePositionedConsumer<>(properties, topic -> await(group, topic), new TopicIds(properties));
    }

    private Map<Integer, Long> await(String group, UUID topicId) {
        while (true) {
            try {
                return read(group, topicId);
            } catch (SQLException e) {
                if (getCamelContext().isStopping()) {
                    throw new IllegalStateException("stopped before the database could be asked", e);
                }
                LOG.warn("The positions of group {} are asked for again: {}", group, e.getMessage());
                pause();
            }
        }
    }

    private Map<Integer, Long> read(String group, UUID topicId) throws SQLException {
        DataSource database = getCamelContext().getRegistry().lookupByNameAndType("pgDataSource", DataSource.class);
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(POSITIONS)) {
            query.setString(1, group);
            query.setObject(2, topicId);
            Map<Integer, Long> positions = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    positions.put(rows.getInt(1), rows.getLong(2));
                }
            }
            return positions;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", e);
        }
    }
}
