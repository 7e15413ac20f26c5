package io.camelpg.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.camelpg.support.LogCapture;
import org.junit.jupiter.api.Test;

class LogFiltersTest {
    private static final long START = 1_800_000_000_000L;

    @Test
    void theSameWarningIsShownOnceAMinute() {
        RepeatedLines filter = new RepeatedLines();
        assertThat(filter.decide(event(Level.WARN, "a", "no host", START))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(filter.decide(event(Level.WARN, "a", "no host", START + 59_999)))
                .isEqualTo(FilterReply.DENY);
        assertThat(filter.decide(event(Level.WARN, "a", "no host", START + 60_000)))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void anotherWarningAndAnotherLoggersAndInformationAreShown() {
        RepeatedLines filter = new RepeatedLines();
        for (ILoggingEvent event : new ILoggingEvent[] {
            event(Level.WARN, "a", "offset 41", START),
            event(Level.WARN, "a", "offset 42", START),
            event(Level.ERROR, "b", "offset 42", START),
            event(Level.INFO, "a", "mailed", START),
            event(Level.INFO, "a", "mailed", START)
        }) {
            assertThat(filter.decide(event)).as(event.toString()).isEqualTo(FilterReply.NEUTRAL);
        }
    }

    @Test
    void brokersThatDoNotAnswerAreNamedWithTheirSetting() {
        KafkaWarnings warnings = new KafkaWarnings();
        warnings.setBrokers("kafka:9092");
        try (LogCapture log = new LogCapture()) {
            warnings.append(event(Level.WARN, "n", "Bootstrap broker kafka:9092 (id: -1) disconnected", START));
            warnings.append(event(Level.ERROR, "n", "Connection to node -1 failed authentication", START));
            warnings.append(
                    event(Level.WARN, "n", "Attempting to close NetworkClient that has already been closed", 0));
            assertThat(log.text().lines())
                    .containsExactly(
                            "WARN io.camelpg.app.log.KafkaWarnings No Kafka broker answers at KAFKA_BROKERS=kafka:9092: tried"
                                    + " again until one does; the routes that need none run",
                            "ERROR io.camelpg.app.log.KafkaWarnings KAFKA_BROKERS=kafka:9092: Connection to node -1 failed"
                                    + " authentication");
        }
    }

    @Test
    void ofAnEmbeddedBrokerNothingIsSaid() {
        try (LogCapture log = new LogCapture()) {
            new KafkaWarnings().append(event(Level.WARN, "n", "Bootstrap broker localhost:1 disconnected", START));
            assertThat(log.text()).isEmpty();
        }
    }

    private static LoggingEvent event(Level level, String logger, String message, long time) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLevel(level);
        event.setLoggerName(logger);
        event.setMessage(message);
        event.setTimeStamp(time);
        return event;
    }
}
