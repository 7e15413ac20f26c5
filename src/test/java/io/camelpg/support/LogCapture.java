package io.camelpg.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open: this project's at TRACE, the pool's at DEBUG, the rest as configured. */
public final class LogCapture implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("io.camelpg");
    private final Logger pool = (Logger) LoggerFactory.getLogger("com.zaxxer.hikari");
    private final Level ownBefore = own.getLevel();
    private final Level poolBefore = pool.getLevel();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    public LogCapture() {
        events.start();
        root.addAppender(events);
        own.setLevel(Level.TRACE);
        pool.setLevel(Level.DEBUG);
    }

    /** Logger and message of each, with its stack trace. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (ILoggingEvent event : List.copyOf(events.list)) {
            text.append(event.getLevel())
                    .append(' ')
                    .append(event.getLoggerName())
                    .append(' ');
            text.append(event.getFormattedMessage()).append('\n');
            IThrowableProxy failure = event.getThrowableProxy();
            if (failure != null) {
                text.append(ThrowableProxyUtil.asString(failure)).append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        own.setLevel(ownBefore);
        pool.setLevel(poolBefore);
        root.detachAppender(events);
        events.stop();
    }
}
