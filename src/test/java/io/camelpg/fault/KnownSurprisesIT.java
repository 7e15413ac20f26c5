package io.camelpg.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite finds what is known to be wrong with other clients, by the same means by which it finds nothing here. */
class KnownSurprisesIT {
    private static Scene scene;

    interface Maker {
        Client make(Scene scene) throws Exception;
    }

    private record Surprise(
            String name,
            int operations,
            Set<Violation> found,
            Function<Client, Fault> fault,
            Function<Client, Workload> workload) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Surprise> SURPRISES = List.of(
            new Surprise(
                    "the commit of a failed transaction rolls back and says nothing",
                    200,
                    Set.of(Violation.LOST),
                    client -> mood("23505", 3, 1),
                    Client::swallowing),
            new Surprise(
                    "BEGIN under autocommit swallows the next borrower's work",
                    200,
                    Set.of(Violation.LOST),
                    client -> Fault.at("a neighbour sends BEGIN", scene -> client.begin())
                            .relievedBy(scene -> scene.proxy().cut()),
                    Client::insert),
            new Surprise(
                    "copying and deleting loses what comes in between",
                    200,
                    Set.of(Violation.LOST),
                    client -> Fault.at("rows are archived", scene -> archive(scene, client))
                            .relievedBy(scene -> scene.proxy().delay(Duration.ZERO, Duration.ZERO)),
                    Client::insert),
            new Surprise(
                    "a batch under autocommit keeps a part",
                    16,
                    Set.of(Violation.TORN, Violation.GHOST),
                    client -> mood("23505", 3, Client.MANY - 100),
                    Client::bigBatch));

    @BeforeAll
    static void start() {
        scene = new Scene();
    }

    @AfterAll
    static void stop() throws Exception {
        scene.close();
    }

    private static Fault mood(String state, int nth, int part) {
        String sql = "INSERT INTO mood VALUES ('%s', %d, %d, false)".formatted(state, nth, part);
        return Fault.at("a statement fails now and then", scene -> scene.sql(sql))
                .relievedBy(scene -> scene.sql("DELETE FROM mood"));
    }

    /** The network gives others the time that they need. */
    private static void archive(Scene scene, Client client) throws Exception {
        scene.proxy().delay(Duration.ofMillis(2), Duration.ofMillis(2));
        for (int i = 0; i < 5; i++) {
            client.archive();
        }
    }

    static Stream<Arguments> surprises() {
        List<Maker> bad = List.of(RawJdbcClient::new, CamelSqlClient::new);
        return SURPRISES.stream().flatMap(surprise -> bad.stream().map(maker -> Arguments.of(surprise, maker)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("surprises")
    void areFoundInOtherClients(Surprise surprise, Maker maker) throws Exception {
        try (Client client = maker.make(scene)) {
            Storm.Result result = run(surprise, client);
            assertThat(result.comparison().violations().keySet())
                    .as("%s: %s", client.name(), result)
                    .isEqualTo(surprise.found());
        }
    }

    static List<Surprise> surprisesAlone() {
        return SURPRISES;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("surprisesAlone")
    void areNotFoundHere(Surprise surprise) throws Exception {
        try (PgClient client = new PgClient(scene)) {
            Storm.Result result = run(surprise, client);
            assertThat(result.clean()).as(result.toString()).isTrue();
            assertThat(result.comparison().done()).isGreaterThan(surprise.operations() / 3);
        }
    }

    private static Storm.Result run(Surprise surprise, Client client) throws Exception {
        scene.sql("TRUNCATE entry, archive");
        List<Workload> workloads = List.of(surprise.workload().apply(client));
        return new Storm(scene, client).rage(surprise.fault().apply(client), workloads, surprise.operations(), 1);
    }
}
