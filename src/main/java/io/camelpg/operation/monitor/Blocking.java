package io.camelpg.operation.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who of several sessions waits for whom, followed to the one that waits for nobody. */
final class Blocking {
    private Blocking() {}

    /** Adds to each session who is at the root of its waiting, null for nobody, and how many wait behind it. */
    static void told(List<Map<String, @Nullable Object>> sessions) {
        Map<Integer, List<Integer>> blockers = new HashMap<>();
        for (Map<String, @Nullable Object> session : sessions) {
            blockers.put(pid(session), blockedBy(session));
        }
        Map<Integer, Integer> behind = new HashMap<>();
        blockers.keySet().forEach(pid -> above(pid, blockers).forEach(one -> behind.merge(one, 1, Integer::sum)));
        for (Map<String, @Nullable Object> session : sessions) {
            session.put("rootBlocker", root(pid(session), blockers));
            session.put("blocks", behind.getOrDefault(pid(session), 0));
        }
    }

    private static int pid(Map<String, @Nullable Object> session) {
        return ((Number) Objects.requireNonNull(session.get("pid"))).intValue();
    }

    private static List<Integer> blockedBy(Map<String, @Nullable Object> session) {
        List<Integer> pids = new ArrayList<>();
        if (session.get("blockedBy") instanceof List<?> found) {
            found.forEach(pid -> pids.add(((Number) pid).intValue()));
        }
        return pids;
    }

    /** All that a session waits for, directly or not. */
    private static Set<Integer> above(int pid, Map<Integer, List<Integer>> blockers) {
        Set<Integer> found = new HashSet<>();
        List<Integer> open = new ArrayList<>(blockers.getOrDefault(pid, List.of()));
        while (!open.isEmpty()) {
            int one = open.remove(open.size() - 1);
            if (one != pid && found.add(one)) {
                open.addAll(blockers.getOrDefault(one, List.of()));
            }
        }
        return found;
    }

    /** A deadlock that the server has not noticed yet has none. */
    private static @Nullable Integer root(int pid, Map<Integer, List<Integer>> blockers) {
        return above(pid, blockers).stream()
                .filter(one -> blockers.getOrDefault(one, List.of()).isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** What to do about those that others wait for. */
    static List<String> hints(List<Map<String, @Nullable Object>> sessions) {
        List<String> hints = new ArrayList<>();
        for (Map<String, @Nullable Object> session : sessions) {
            int waiting = (int) Objects.requireNonNull(session.get("blocks"));
            if (waiting == 0 || session.get("rootBlocker") != null) {
                continue;
            }
            int pid = pid(session);
            String state = String.valueOf(session.get("state"));
            Object millis = session.get("transactionMillis");
            String who = waiting + (waiting == 1 ? " session waits" : " sessions wait") + " for " + pid + " ("
                    + session.get("application") + ", " + state
                    + (millis instanceof Number known
                            ? ", its transaction is " + known.longValue() / 1000 + " s old"
                            : "")
                    + "). ";
            hints.add(who
                    + (state.startsWith("idle in transaction")
                            ? "Its application does not end its transaction: SELECT pg_terminate_backend(" + pid
                                    + ") ends it and its session"
                            : "SELECT pg_cancel_backend(" + pid + ") ends its statement"));
        }
        return hints;
    }
}
