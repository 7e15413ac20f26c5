package io.camelpg.console;

import io.camelpg.PgMonitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The {@code pg} component for Camel's developer console, at {@code /q/dev/pg} of Camel's management server: each
 * connection with its pool, the server's activity, slow queries, sizes, and this program's own statements. Takes {@code
 * connection} (a name; else all), {@code limit} (how many lines of each list, 20) and {@code server=false} (asks no server).
 * A server that does not answer within a second is told of as such.
 */
@DevConsole(name = "pg", displayName = "PostgreSQL", description = "Connections and statements of the pg component")
public class PgDevConsole extends AbstractDevConsole {
    private static final long PATIENCE_MILLIS = 1_000;
    private static final int LISTED = 20;
    private static final int MOST = 1_000;

    public PgDevConsole() {
        super("camel", "pg", "PostgreSQL", "Connections and statements of the pg component");
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonObject root = new JsonObject();
        root.put("connections", connections(options));
        return root;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return ConsoleText.of(connections(options));
    }

    private List<Map<String, @Nullable Object>> connections(Map<String, Object> options) {
        PgMonitor monitor = PgMonitor.of(getCamelContext());
        Object wanted = options.get("connection");
        int listed = limit(options.get("limit"));
        boolean asking = !"false".equals(options.get("server"));
        List<Map<String, @Nullable Object>> told = new ArrayList<>();
        for (Map<String, @Nullable Object> connection : monitor.connections()) {
            String name = String.valueOf(connection.get("name"));
            if (wanted != null && !wanted.equals(name)) {
                continue;
            }
            Map<String, @Nullable Object> line = new LinkedHashMap<>(connection);
            Map<String, @Nullable Object> report = asking ? monitor.report(name, listed, PATIENCE_MILLIS) : null;
            if (report == null) {
                line.put("statements", monitor.statements(name, listed));
            } else {
                // the pool as it was before this question took a connection of it
                report.keySet().removeAll(List.of("connection", "address", "pool"));
                line.putAll(report);
            }
            told.add(line);
        }
        return told;
    }

    private static int limit(@Nullable Object option) {
        try {
            return option == null ? LISTED : Math.max(1, Math.min(MOST, Integer.parseInt(option.toString())));
        } catch (NumberFormatException e) {
            return LISTED;
        }
    }
}
