package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The real server as judge of the lexer. {@code -Dfuzz.server.cases} says how many statements it is asked about, 20,000 by
 * default, and as many damaged ones.
 */
class SqlOracleIT {
    private static final int CASES = FuzzCases.count("fuzz.server.cases", 20_000);
    private static Connection connection;
    private static NativeServer server;

    @BeforeAll
    static void connect() throws SQLException {
        connection = TestPostgres.connect(TestPostgres.createDatabase());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = on");
            statement.execute("SET statement_timeout = '5s'");
        }
        server = new NativeServer(connection);
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void theServerFindsTheSameParametersAndValues() {
        Random random = new Random();
        for (int i = 0; i < CASES; i++) {
            FuzzCases.run(FuzzCases.seed(random.nextLong()), this::agrees);
        }
    }

    private void agrees(long seed) {
        GeneratedSql sql = SqlGenerator.statement(seed);
        SqlTemplate template = SqlTemplate.parse(sql.given());
        List<String> values =
                template.placeholders().stream().map(SqlGenerator::value).toList();
        List<String> occurrences =
                Arrays.stream(template.occurrences()).mapToObj(values::get).toList();

        assertThat(select(template.separate(), occurrences))
                .as(template.separate())
                .isEqualTo(sql.values());
        assertThat(select(template.unified(), values)).as(template.unified()).isEqualTo(sql.values());
    }

    private static List<String> select(String text, List<String> values) {
        try {
            return server.select(text, values);
        } catch (SQLException e) {
            throw new AssertionError(e.getMessage() + " for " + text, e);
        }
    }

    @Test
    void theServerDoesNotDisagreeAboutDamagedText() {
        Random random = new Random();
        int[] read = new int[2];
        for (int i = 0; i < CASES; i++) {
            FuzzCases.run(FuzzCases.seed(random.nextLong()), seed -> read[judge(seed) ? 1 : 0]++);
        }
        if (CASES > 1000) {
            // both answers of the server must be among them, else this tests nothing
            assertThat(read[0]).as("refused").isGreaterThan(CASES / 20);
            assertThat(read[1]).as("accepted").isGreaterThan(CASES / 20);
        }
    }

    /** Whether the server accepted it. */
    private boolean judge(long seed) {
        SqlTemplate whole = SqlTemplate.parse(SqlGenerator.statement(seed).given());
        Random random = new Random(seed);
        String text = TextDamage.of(random.nextBoolean() ? whole.unified() : whole.text(), random);
        SqlTemplate template;
        try {
            template = SqlTemplate.parse(text);
        } catch (PgException e) {
            mustBeRefused(text, e);
            return false;
        }
        OptionalInt required = parameters(template.unified());
        if (required.isEmpty()) {
            return false;
        }
        assertThat(required).as(text).hasValue(template.placeholders().size());
        assertThat(parameters(template.separate())).as(text).hasValue(template.occurrences().length);
        return true;
    }

    /** What the lexer refuses the server must not take, whatever its parameters. */
    private static void mustBeRefused(String text, PgException refusal) {
        boolean cannotBeSent =
                text.indexOf(0) >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (cannotBeSent || refusal.errorCode() == PgErrorCode.NO_STATEMENT) {
            return;
        }
        try {
            assertThat(server.parameters(text))
                    .as(refusal.getMessage() + " for " + text)
                    .isEmpty();
        } catch (SQLException several) {
            assertThat(refusal.errorCode()).as(text).isEqualTo(PgErrorCode.SEVERAL_STATEMENTS);
        }
    }

    private static OptionalInt parameters(String text) {
        try {
            return server.parameters(text);
        } catch (SQLException e) {
            throw new AssertionError(e.getMessage() + " for " + text, e);
        }
    }

    @Test
    void theJudgeNoticesWhatIsWrong() throws SQLException {
        assertThat(server.parameters("SELECT $1::text, $2::text")).hasValue(2);
        assertThat(server.parameters("SELECT 7")).hasValue(0);
        assertThat(server.parameters("SELECT :a")).isEmpty();
        assertThatThrownBy(() -> server.parameters("SELECT 1; SELECT 2")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> server.select("SELECT $1::text, $2::text", List.of("a")))
                .isInstanceOf(SQLException.class);
    }
}
