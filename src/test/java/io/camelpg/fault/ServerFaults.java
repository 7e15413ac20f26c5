package io.camelpg.fault;

import io.camelpg.support.Await;
import java.util.ArrayList;
import java.util.List;

/** What can happen to the server, its backends, and the way to it as a whole. */
final class ServerFaults {
    private static final String OURS = " FROM pg_stat_activity WHERE usename = '" + Scene.USER + "'";
    private static final String ONE = "(SELECT pid" + OURS + " ORDER BY random() LIMIT 1) one";
    private static final int BRIEFLY = 60;
    private static final int TOO_LONG = PgClient.TIMEOUT_MILLIS + 400;

    private ServerFaults() {}

    static List<Fault> all(Scene scene) {
        List<Fault> faults = new ArrayList<>(List.of(
                Fault.at("server stopped in order, and started", s -> {
                            s.server().stop();
                            s.startAgain();
                        })
                        .lasting(),
                Fault.at("server crashed, and started", s -> {
                            s.server().crash();
                            s.startAgain();
                        })
                        .lasting(),
                Fault.at("server restarted", Scene::startAgain).lasting(),
                Fault.at("a backend killed, so that the server starts over", ServerFaults::kill)
                        .lasting(),
                Fault.at("a backend terminated", s -> s.sql("SELECT pg_terminate_backend(pid) FROM " + ONE)),
                Fault.at("all backends terminated", s -> s.sql("SELECT pg_terminate_backend(pid)" + OURS)),
                Fault.at("a backend told to cancel", s -> s.sql("SELECT pg_cancel_backend(pid) FROM " + ONE)),
                Fault.at("all backends told to cancel", s -> s.sql("SELECT pg_cancel_backend(pid)" + OURS)),
                Fault.at("all connections cut", s -> s.proxy().cut()),
                Fault.at("all connections cut, and new ones refused", s -> {
                    s.proxy().refuse();
                    s.proxy().cut();
                    s.pause(BRIEFLY);
                    s.proxy().accept();
                }),
                Fault.at("network stalled briefly", s -> stall(s, BRIEFLY)),
                Fault.at("network stalled beyond the deadline", s -> stall(s, TOO_LONG))
                        .lasting(),
                limited("no connection left for the role", "CONNECTION LIMIT 1", "CONNECTION LIMIT -1"),
                limited("the role may not log in", "NOLOGIN", "LOGIN"),
                limited(
                        "sessions idle in a transaction are ended",
                        setting("idle_in_transaction_session_timeout", 1))));
        if (scene.version() >= 140_000) {
            faults.add(limited("idle sessions are ended", setting("idle_session_timeout", 2)));
        }
        if (scene.version() >= 170_000) {
            faults.add(limited("transactions are ended", setting("transaction_timeout", 2)));
        }
        return faults;
    }

    private static void stall(Scene scene, int millis) {
        scene.proxy().stall();
        scene.pause(millis);
        scene.proxy().resume();
    }

    private static String setting(String name, int millis) {
        return "SET " + name + " = " + millis;
    }

    private static Fault limited(String name, String setting) {
        return limited(name, setting, "RESET ALL");
    }

    /** New connections are under it, and all are new; afterwards, too. */
    private static Fault limited(String name, String limit, String unlimited) {
        return Fault.at(name, scene -> {
                    scene.sql("ALTER ROLE " + Scene.USER + " " + limit);
                    scene.proxy().cut();
                    scene.pause(BRIEFLY);
                })
                .relievedBy(scene -> {
                    scene.sql("ALTER ROLE " + Scene.USER + " " + unlimited);
                    scene.proxy().cut();
                });
    }

    private static long process(Scene scene) {
        Await.until("there is a session", () -> !scene.rows("SELECT pid" + OURS).isEmpty());
        return Long.parseLong(scene.scalar("SELECT pid" + OURS + " ORDER BY state LIMIT 1"));
    }

    /** As by the kernel that runs out of memory: the server cannot trust its shared memory and recovers from its log. */
    private static void kill(Scene scene) {
        long process = process(scene);
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        scene.awaitRecovery();
    }
}
