package io.camelpg.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets a warning or an error through once a minute, where the same logger says the very same again: what is tried again and
 * again while a server is away has one cause and needs one line. Named in {@code logback-app.xml}. Thread-safe.
 */
public final class RepeatedLines extends Filter<ILoggingEvent> {
    private static final long PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int REMEMBERED = 200;

    /** When a line was last let through. */
    private final Map<Line, Long> shown = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Line, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            return FilterReply.NEUTRAL;
        }
        Line line = new Line(event.getLoggerName(), event.getFormattedMessage());
        Long last = shown.get(line);
        if (last != null && event.getTimeStamp() - last < PAUSE_MILLIS) {
            return FilterReply.DENY;
        }
        shown.remove(line);
        shown.put(line, event.getTimeStamp());
        return FilterReply.NEUTRAL;
    }

    private record Line(String logger, String message) {}
}
