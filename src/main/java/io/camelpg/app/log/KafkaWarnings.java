package io.camelpg.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what Kafka's clients say of each attempt to connect, five lines a second, into one of the setting that is
 * concerned; {@link RepeatedLines} lets it through once a minute. Of an embedded broker nothing is said. In {@code
 * logback-app.xml} it takes the place of the console for Kafka's NetworkClient (3.9).
 */
public final class KafkaWarnings extends AppenderBase<ILoggingEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaWarnings.class);

    private String brokers = "";

    /** What KAFKA_BROKERS says; empty where it is not set. */
    public void setBrokers(String brokers) {
        this.brokers = brokers.strip();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (brokers.isEmpty()) {
            return;
        }
        String message = event.getFormattedMessage();
        if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            // such as a refused password
            LOG.error("KAFKA_BROKERS={}: {}", brokers, message);
        } else if (message.contains("could not be established") || message.contains("Bootstrap broker")) {
            LOG.warn(
                    "No Kafka broker answers at KAFKA_BROKERS={}: tried again until one does; the routes that need none"
                            + " run",
                    brokers);
        }
    }
}
