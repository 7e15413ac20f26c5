package io.camelpg.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.WireAction;
import io.camelpg.support.WireConnection;
import io.camelpg.support.WirePlace;
import io.camelpg.support.WireProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The connection breaks at COMMIT, before it arrives or before its answer does. What has its COMMIT in a round trip of its
 * own asks the server what became of it, and tells the truth; what is one round trip as a whole says that it does not know.
 */
class AmbiguousCommitIT {
    private static final int COMMITS = Stage.LONG ? 5000 : 200;
    private static final Set<String> ASKED =
            Set.of("execute, checked", "execute, a batch", "transacted scope", "upsert, bad rows rejected");
    private static Stage stage;

    @BeforeAll
    static void start() throws Exception {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws Exception {
        stage.close();
    }

    private static Attempt attempt(Workload workload, Point point, WireAction action) {
        CompletableFuture<?> cut = stage.scene().proxy().at(point.soon(0), WirePlace.BEFORE, action);
        long id = stage.scene().ledger().nextId();
        Throwable said = null;
        try {
            workload.call().make(id);
        } catch (Exception e) {
            said = e;
        }
        // Some other connection's death may have been found first; then there was no COMMIT.
        stage.scene().proxy().disarm();
        Answer answer = said == null ? Answer.DONE : stage.client().answer(said);
        return cut.isDone() ? new Attempt(id, workload, answer, said) : null;
    }

    /** Whatever is done after the failure, it does not put another in its place. */
    @Test
    void areUnknownWhereTheServerCannotBeAsked() {
        WireProxy proxy = stage.scene().proxy();
        for (Workload workload : writing()) {
            Attempt attempt = null;
            for (int i = 0; i < 3 && attempt == null; i++) {
                attempt = attempt(workload, Point.COMMITTED, connection -> {
                    proxy.refuse();
                    connection.cut();
                });
                proxy.accept();
            }
            assertThat(attempt).as(workload.name()).isNotNull();
            assertThat(attempt.answer()).as(attempt.toString()).isEqualTo(Answer.UNKNOWN);
        }
    }

    private static List<Workload> writing() {
        return stage.client().verbs().all().stream()
                .filter(workload -> workload.parts() > 0)
                .toList();
    }

    @Test
    void areReportedAsWhatTheyAre() {
        List<Workload> writing = writing();
        long mark = stage.scene().ledger().mark();
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 0; attempts.size() < COMMITS; i++) {
            assertThat(i).isLessThan(COMMITS * 2);
            Workload workload = writing.get(i % writing.size());
            Point point = i / writing.size() % 2 == 0 ? Point.EXECUTE_COMMIT : Point.COMMITTED;
            Attempt attempt = attempt(workload, point, WireConnection::cut);
            if (attempt != null) {
                attempts.add(attempt);
            }
        }
        Comparison all = new Comparison();
        new Leaks(stage.scene(), stage.client()).reportTo(all);
        stage.scene().ledger().compare(stage.scene(), mark, attempts, all);
        assertThat(all.violations()).as(all.toString()).isEmpty();

        TreeMap<String, Integer> figures = new TreeMap<>();
        attempts.forEach(
                attempt -> figures.merge(attempt.workload().name() + ": " + attempt.answer(), 1, Integer::sum));
        System.out.println(all + "\n" + figures);
        for (Attempt attempt : attempts) {
            if (ASKED.contains(attempt.workload().name())) {
                assertThat(attempt.answer()).as(attempt.toString()).isNotEqualTo(Answer.UNKNOWN);
            } else {
                assertThat(attempt.answer()).as(attempt.toString()).isEqualTo(Answer.UNKNOWN);
            }
        }
    }
}
