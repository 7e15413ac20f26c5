package io.camelpg.fault;

import io.camelpg.support.Await;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a fault may not leave behind once it is over: leases, transactions, locks, sessions, threads. */
final class Leaks {
    private static final String SESSIONS = "SELECT pid, state, wait_event, left(query, 60) FROM pg_stat_activity"
            + " WHERE usename = '" + Scene.USER + "'";
    private static final String LOCKS = "SELECT l.pid, locktype, mode, relation::regclass::text FROM pg_locks l"
            + " JOIN pg_stat_activity a ON a.pid = l.pid WHERE usename = '" + Scene.USER + "'";

    private final Scene scene;
    private final Client client;

    Leaks(Scene scene, Client client) {
        this.scene = scene;
        this.client = client;
    }

    /** Waits for each to be gone, and tells of those that stay. */
    void reportTo(Comparison comparison) {
        gone(comparison, "leases out", () -> client.leased() == 0 ? List.of() : List.of(client.leased()));
        gone(comparison, "sessions not idle", () -> scene.rows(SESSIONS + " AND state <> 'idle'"));
        gone(comparison, "locks held", () -> scene.rows(LOCKS));
        gone(comparison, "sessions unknown to the pool", () -> {
            List<List<Object>> sessions = scene.rows(SESSIONS);
            return sessions.size() <= client.open() ? List.of() : sessions;
        });
        gone(comparison, "threads still at work", Leaks::helpers);
    }

    private void gone(Comparison comparison, String what, Supplier<List<?>> left) {
        try {
            Await.until(what, client.patience(), () -> left.get().isEmpty());
        } catch (IllegalStateException e) {
            comparison.violation(Violation.LEAK, what + ": " + left.get());
        }
    }

    /** Threads that exist for one cancel request or one abort only. */
    private static List<String> helpers() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("camel-pg-cancel") || name.startsWith("camel-pg-abort"))
                .toList();
    }

    /** How many threads there are of each name, numbers in it left out. */
    static Map<String, Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().replaceAll("\\d+", "#"))
                .filter(name -> !name.startsWith("wire-proxy"))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    }
}
