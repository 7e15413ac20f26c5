package io.camelpg.operation.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which ids a run reads, computed by the server from the 32 bits that a row has, against the 64 that they stand for. */
@Tag("core")
class IncrementalIdsIT {
    private static final long SPACE = 1L << 32;
    private static final int CASES = 100_000;

    private static boolean[] read(long[][] cases) throws SQLException {
        try (Connection connection = TestPostgres.connect("postgres");
                PreparedStatement statement = connection.prepareStatement("SELECT "
                        + IncrementalSql.written("c.reference", "c.settled", "c.since", "c.id")
                        + " FROM unnest(?::int8[], ?::int8[], ?::int8[], ?::int8[]) WITH ORDINALITY"
                        + " AS c(reference, settled, since, id, n) ORDER BY n")) {
            for (int i = 0; i < 4; i++) {
                Long[] column = new Long[cases.length];
                for (int n = 0; n < cases.length; n++) {
                    column[n] = i == 3 ? cases[n][i] % SPACE : cases[n][i];
                }
                statement.setArray(i + 1, connection.createArrayOf("int8", column));
            }
            boolean[] read = new boolean[cases.length];
            try (ResultSet result = statement.executeQuery()) {
                for (int n = 0; result.next(); n++) {
                    read[n] = result.getBoolean(1);
                }
            }
            return read;
        }
    }

    /** Runs at any time, around the points where ids begin anew, and rows up to 2³² ids old. */
    @Test
    void idsBetweenTwoRuns() throws SQLException {
        SplittableRandom random = new SplittableRandom(5);
        long[][] cases = new long[CASES][];
        for (int i = 0; i < CASES; i++) {
            long around = random.nextInt(3) == 0 ? random.nextLong(1, 5) * SPACE : random.nextLong(10_000, 1L << 40);
            long reference = Math.max(1000, around + random.nextLong(-2000, 2000));
            long settled = reference - random.nextLong(0, Math.min(reference, 1000));
            long since = Math.max(1, settled - random.nextLong(0, random.nextBoolean() ? 3000 : SPACE / 2));
            long oldest = Math.max(3, reference - (random.nextBoolean() ? 5000 : SPACE - 1));
            cases[i] = new long[] {reference, settled, since, random.nextLong(oldest, Math.max(oldest + 1, reference))};
        }
        boolean[] read = read(cases);
        for (int i = 0; i < CASES; i++) {
            long id = cases[i][3];
            assertThat(read[i])
                    .as("reference %d, settled %d, since %d, id %d", cases[i][0], cases[i][1], cases[i][2], id)
                    .isEqualTo(id >= cases[i][2] && id < cases[i][1]);
        }
    }

    /** The first run reads every row that may be older than what 32 bits can say. */
    @Test
    void theFirstRun() throws SQLException {
        SplittableRandom random = new SplittableRandom(6);
        long[][] cases = new long[CASES][];
        for (int i = 0; i < CASES; i++) {
            long reference = random.nextLong(SPACE + 1, 1L << 40);
            cases[i] = new long[] {reference, reference - 500, 0, random.nextLong(3, reference)};
        }
        assertThat(read(cases)).doesNotContain(false);
        long[][] young = {
            {1000, 900, 0, 899}, {1000, 900, 0, 900}, {1000, 900, 0, 3}, {SPACE - 1, SPACE - 3, 0, SPACE - 2}
        };
        assertThat(read(young)).containsExactly(true, false, true, false);
    }
}
