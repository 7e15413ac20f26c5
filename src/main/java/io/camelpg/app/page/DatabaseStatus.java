package io.camelpg.app.page;

import io.camelpg.PgMonitor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What the servers say, asked at most every two seconds, however many pages are open. Waits for them, each a second at most
 * for a part; thread-safe.
 */
final class DatabaseStatus {
    private static final long PATIENCE_MILLIS = 1_000;
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int LISTED = 10;

    private final CamelContext context;
    private @Nullable Map<String, @Nullable Object> last;
    private long lastNanos;

    DatabaseStatus(CamelContext context) {
        this.context = context;
    }

    /** Each connection's report by its name. */
    synchronized Map<String, @Nullable Object> now() {
        Map<String, @Nullable Object> known = last;
        if (known != null && System.nanoTime() - lastNanos < KEPT_NANOS) {
            return known;
        }
        PgMonitor monitor = PgMonitor.of(context);
        Map<String, @Nullable Object> reports = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> connection : monitor.connections()) {
            String name = String.valueOf(connection.get("name"));
            Map<String, @Nullable Object> report = monitor.report(name, LISTED, PATIENCE_MILLIS);
            if (report != null) {
                reports.put(name, report);
            }
        }
        last = reports;
        lastNanos = System.nanoTime();
        return reports;
    }
}
