package io.camelpg.fault;

import java.util.ArrayList;
import java.util.List;

/** What can happen to statements while the connection lives: errors of all classes, then and at the commit, and locks. */
final class StatementFaults {
    /** Some look like errors of the connection, as a function can raise them. */
    private static final List<String> STATES =
            List.of("23505", "40001", "40P01", "53100", "57014", "08006", "57P01", "25P02", "XX000");

    private StatementFaults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (String state : STATES) {
            faults.add(mood(state, false));
            faults.add(mood(state, true));
        }
        faults.add(Fault.at("rows locked for a while", scene -> locked(scene, "0.1")));
        faults.add(Fault.at("rows locked beyond the deadline", scene -> locked(scene, "1.0"))
                .lasting());
        faults.add(Fault.at("types of columns changed", StatementFaults::changeTypes));
        faults.add(Fault.at("indexes dropped and made", scene -> {
            scene.sql("CREATE INDEX IF NOT EXISTS entry_id ON entry (id)");
            scene.sql("DROP INDEX entry_id");
        }));
        faults.add(Fault.at("callers interrupted", scene -> scene.callers().forEach(Thread::interrupt)));
        return faults;
    }

    private static Fault mood(String state, boolean atCommit) {
        String when = atCommit ? "at its commit" : "in a statement";
        return Fault.at(
                        "SQLSTATE " + state + " raised " + when,
                        scene -> scene.sql("INSERT INTO mood VALUES ('" + state + "', 4, NULL, " + atCommit + ")"))
                .relievedBy(scene -> scene.sql("DELETE FROM mood"));
    }

    private static void locked(Scene scene, String seconds) {
        scene.sql("BEGIN; LOCK TABLE entry IN EXCLUSIVE MODE; SELECT pg_sleep(" + seconds + "); COMMIT");
    }

    /** What is prepared no longer fits. */
    private static void changeTypes(Scene scene) {
        String type = scene.chance(2) == 0 ? "text" : "varchar(" + (100 + scene.chance(100)) + ")";
        scene.sql("ALTER TABLE fixed ALTER payload TYPE " + type);
        String number = scene.chance(2) == 0 ? "int" : "bigint";
        scene.sql("ALTER TABLE entry ALTER part TYPE " + number);
    }
}
