package io.camelpg.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Plays a fault on all verbs: in the build one after the other in one run, else in a run of its own for each. */
final class Stage implements AutoCloseable {
    /** In the build so many a fault; with {@code -Pfaults} so many a fault and verb. */
    private static final int OPERATIONS = Integer.getInteger("faults.operations", 500);

    private static final int LONG_STROKES = 4;
    static final boolean LONG = Boolean.getBoolean("faults.long");

    private static final Table TABLE = new Table();

    private final Scene scene = new Scene();
    private final PgClient client = new PgClient(scene);

    Stage() throws Exception {}

    /** @throws AssertionError if there is anything that must not be, or the fault never struck */
    void play(Fault fault) throws Exception {
        List<Workload> all = client.verbs().all();
        List<Storm.Result> results = new ArrayList<>();
        if (!LONG) {
            results.add(new Storm(scene, client)
                    .rage(fault, all, OPERATIONS, fault.pace().strokes()));
        } else {
            for (Workload workload : all) {
                results.add(new Storm(scene, client).rage(fault, List.of(workload), OPERATIONS, LONG_STROKES));
            }
        }
        TABLE.add(results);
        TABLE.write();
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
    }
}
