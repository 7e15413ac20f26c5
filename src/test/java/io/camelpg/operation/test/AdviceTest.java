package io.camelpg.operation.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.connection.Server;
import io.camelpg.connection.ServerFacts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** What is told of a server somewhere else, with a pool of ten. */
    private static List<String> advice(ServerFacts facts) {
        return Advice.of(true, false, 10, facts);
    }

    private static ServerFacts facts(
            String version,
            int number,
            @Nullable String tls,
            boolean superuser,
            boolean bypasses,
            boolean standby,
            boolean readOnly,
            boolean own,
            long skew,
            int used,
            int limit) {
        return new ServerFacts(
                new Server("localhost", 5432),
                1,
                1,
                version,
                number,
                tls,
                "app",
                superuser,
                bypasses,
                standby,
                readOnly,
                own,
                List.of(),
                3,
                2,
                1,
                skew,
                100,
                used,
                limit);
    }

    @Test
    void nothingWhereAllIsWell() {
        assertThat(advice(facts("18.6", 180006, "TLSv1.3", false, false, false, true, true, SECOND, 50, -1)))
                .isEmpty();
    }

    @Test
    void oneLineForEachThing() {
        assertThat(advice(facts("11.9", 110009, null, false, true, true, false, false, 3 * SECOND, 95, 4)))
                .satisfiesExactly(
                        line -> assertThat(line).contains("PostgreSQL 11.9 is older than 12"),
                        line -> assertThat(line).contains("a standby", "point host at the primary"),
                        line -> assertThat(line).contains("not encrypted", "verify-full"),
                        line -> assertThat(line).contains("app bypasses row-level security", "NOBYPASSRLS"),
                        line -> assertThat(line).contains("95 of the server's 100 connections"),
                        line -> assertThat(line)
                                .contains("max-connections is 10, and the server allows the user app 4"),
                        line -> assertThat(line).contains("not read-only by default"),
                        line -> assertThat(line).contains("A pooler is between"),
                        line -> assertThat(line).contains("3000 ms ahead of this machine's"));
    }

    @Test
    void aClockThatIsBehind() {
        assertThat(advice(facts("18.6", 180006, "TLSv1.3", true, true, false, true, true, -5 * SECOND, 1, -1)))
                .satisfiesExactly(line -> assertThat(line).contains("app is a superuser"), line -> assertThat(line)
                        .contains("5000 ms behind"));
    }
}
