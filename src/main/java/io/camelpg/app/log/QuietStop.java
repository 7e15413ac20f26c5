package io.camelpg.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;

/**
 * Keeps to itself what clients and routes complain about because the application stops: a redelivery that is given up, a
 * connection that goes. What the application itself says, and how far Camel's shutdown is, stays. Named in {@code
 * logback-app.xml}; does nothing where LOG_LEVEL is DEBUG or TRACE. Thread-safe.
 */
public final class QuietStop extends Filter<ILoggingEvent> {
    private static final List<String> CLIENTS = List.of(
            "org.apache.kafka.", "kafka.", "org.apache.camel.component.", "org.apache.camel.processor.", "io.zonky.");

    private static volatile boolean stopping;
    private boolean off;

    /** From now on. */
    public static void begin() {
        stopping = true;
    }

    public static boolean begun() {
        return stopping;
    }

    /** What LOG_LEVEL says. */
    public void setLevel(String level) {
        off = !Level.toLevel(level, Level.INFO).isGreaterOrEqual(Level.INFO);
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean complaint = event.getLevel().isGreaterOrEqual(Level.WARN)
                && (event.getThrowableProxy() != null || CLIENTS.stream().anyMatch(event.getLoggerName()::startsWith));
        return stopping && complaint && !off ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
