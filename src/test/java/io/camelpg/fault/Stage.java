package io.camelpg.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Plays a fault on all verbs: one after the other, or in one run where each stroke takes its time. */
final class Stage implements AutoCloseable {
    /** In the build so many operations a fault; with {@code -Pfaults} so many a fault and verb. */
    private static final int OPERATIONS = 500;

    private static final boolean LONG = Boolean.getBoolean("faults.long");

    private static final Table TABLE = new Table();

    private final Scene scene = new Scene();
    private final PgClient client = new PgClient(scene);

    Stage() throws Exception {}

    /** @throws AssertionError if there is anything that must not be, or the fault never struck */
    void play(Fault fault) throws Exception {
        List<Workload> all = client.verbs().all();
        List<Storm.Result> results = new ArrayList<>();
        if (fault.patient() && !LONG) {
            results.add(new Storm(scene, client).rage(fault, all, OPERATIONS, 4));
        } else {
            for (Workload workload : all) {
                int operations = LONG ? OPERATIONS : OPERATIONS / all.size();
                results.add(new Storm(scene, client).rage(fault, List.of(workload), operations, LONG ? 8 : 2));
            }
        }
        TABLE.add(results);
        assertThat(results.stream().filter(result -> !result.clean()).toList()).isEmpty();
        assertThat(results).as("%s struck", fault).anyMatch(result -> result.hits() > 0);
    }

    Scene scene() {
        return scene;
    }

    PgClient client() {
        return client;
    }

    @Override
    public void close() throws Exception {
        client.close();
        scene.close();
        TABLE.write();
    }
}
