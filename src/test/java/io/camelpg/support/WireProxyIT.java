package io.camelpg.support;

import static io.camelpg.support.WireMessage.client;
import static io.camelpg.support.WireMessage.completed;
import static io.camelpg.support.WireMessage.nth;
import static io.camelpg.support.WireMessage.server;
import static io.camelpg.support.WireMessage.statement;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class WireProxyIT {
    private static String database;
    private WireProxy proxy;
    private Connection connection;

    @BeforeAll
    static void createDatabase() {
        database = TestPostgres.createDatabase();
        TestPostgres.execute(database, "CREATE TABLE item (id int PRIMARY KEY)");
    }

    @BeforeEach
    void connectThroughTheProxy() throws SQLException {
        TestPostgres.execute(database, "TRUNCATE item");
        proxy = WireProxy.toTestPostgres();
        connection = connect("");
        proxy.reset();
    }

    @AfterEach
    void close() throws SQLException {
        connection.abort(Runnable::run);
        proxy.close();
    }

    private Connection connect(String parameters) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database + "?user=postgres" + parameters);
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static String stored() {
        return TestPostgres.scalar(database, "SELECT count(*) FROM item");
    }

    @Test
    void countsOneRoundTripForAPreparedStatementUnderAutocommit() throws SQLException {
        execute("SELECT id FROM item WHERE id = 1");

        WireCounts counts = proxy.counts();
        assertThat(counts.roundTrips()).isEqualTo(1);
        assertThat(counts.client('P')).isEqualTo(1);
        assertThat(counts.client('B')).isEqualTo(1);
        assertThat(counts.client('E')).isEqualTo(1);
        assertThat(counts.client('S')).isEqualTo(1);
        assertThat(counts.client('Q')).isZero();
        assertThat(counts.server('Z')).isEqualTo(1);
    }

    @Test
    void countsATransactionOfTwoStatementsAndCommitAsThree() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO item VALUES (1)");
        execute("INSERT INTO item VALUES (2)");
        connection.commit();

        // The driver sends BEGIN ahead of the first statement, each with its own end, and waits once for both.
        assertThat(proxy.counts().roundTrips()).isEqualTo(3);
        assertThat(proxy.counts().readyForQueries()).isEqualTo(4);
    }

    @Test
    void countsTheDescribeThatAsksForParameterTypes() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM item WHERE id = ?")) {
            statement.getParameterMetaData();
            statement.setInt(1, 1);
            statement.executeQuery().close();
        }

        assertThat(proxy.counts().roundTrips()).isEqualTo(2);
    }

    @Test
    void countsCopyAsTwoBecauseTheClientWaitsBeforeItSendsRows() throws Exception {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY item FROM STDIN", new StringReader("1\n2\n3\n"));

        assertThat(proxy.counts().roundTrips()).isEqualTo(2);
        assertThat(stored()).isEqualTo("3");
    }

    @Test
    void countsRowsOverManyChunks() throws SQLException {
        execute("SELECT repeat('x', 997) FROM generate_series(1, 2000)");

        assertThat(proxy.counts().server('D')).isEqualTo(2000);
    }

    @Test
    void recordsStatementsOnlyWhenAsked() throws SQLException {
        execute("SELECT 1");
        proxy.recordStatements(true);
        execute("SELECT 2");
        execute("INSERT INTO item VALUES (7)");

        assertThat(proxy.statements()).containsExactly("SELECT 2", "INSERT INTO item VALUES (7)");
    }

    @Test
    void understandsAConnectionThatAskedForEncryptionAndWasDenied() throws SQLException {
        try (Connection asking = connect("&sslmode=prefer");
                Statement statement = asking.createStatement()) {
            proxy.reset();
            statement.execute("SELECT 1");
        }
        assertThat(proxy.counts().roundTrips()).isEqualTo(1);
    }

    @Test
    void cutsOpenConnectionsAndTakesNewOnes() throws SQLException {
        proxy.cut();

        assertThatThrownBy(() -> execute("SELECT 1"))
                .asInstanceOf(throwable(SQLException.class))
                .extracting(SQLException::getSQLState)
                .asString()
                .startsWith("08");
        assertThat(proxy.openConnections()).isZero();
        try (Connection next = connect("")) {
            assertThat(next.isValid(5)).isTrue();
        }
    }

    @Test
    void cutsAtAStatementThatTheServerThenNeverSees() {
        proxy.cutAt(statement("INSERT INTO item"));

        assertThatThrownBy(() -> execute("INSERT INTO item VALUES (1)")).isInstanceOf(SQLException.class);
        assertThat(stored()).isEqualTo("0");
    }

    @Test
    void cutsAtAnAnswerOfWhichTheWorkIsDone() throws SQLException {
        connection.setAutoCommit(false);
        execute("INSERT INTO item VALUES (1)");
        CompletableFuture<WireMessage> cut = proxy.cutAt(completed("COMMIT"));

        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        assertThat(cut).isCompleted();
        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void cutsOnceAtTheMessageWithTheGivenNumber() throws SQLException {
        proxy.cutAt(client('S').and(nth(3)));
        execute("INSERT INTO item VALUES (1)");
        execute("INSERT INTO item VALUES (2)");

        assertThatThrownBy(() -> execute("INSERT INTO item VALUES (3)")).isInstanceOf(SQLException.class);
        connection = connect("");
        proxy.reset();
        for (int id = 4; id <= 7; id++) {
            execute("INSERT INTO item VALUES (" + id + ")");
        }
        assertThat(proxy.counts().roundTrips()).isEqualTo(4);
    }

    @Test
    void holdsEverythingWhileStalledAndForwardsItAfterwards() throws Exception {
        proxy.stall();
        CompletableFuture<WireMessage> sent = proxy.seen(client('S'));
        CompletableFuture<Void> insert = insertInBackground();
        sent.get(30, SECONDS);

        assertThat(stored()).isEqualTo("0");
        assertThat(insert).isNotDone();
        proxy.resume();
        insert.get(30, SECONDS);
        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void stallsAtAnAnswerUntilTheSocketTimeoutEndsIt() throws SQLException {
        try (Connection patient = connect("&socketTimeout=1");
                Statement statement = patient.createStatement()) {
            proxy.stallAt(completed("INSERT 0 1"));
            assertThatThrownBy(() -> statement.execute("INSERT INTO item VALUES (1)"))
                    .asInstanceOf(throwable(SQLException.class))
                    .extracting(SQLException::getSQLState)
                    .isEqualTo("08006");
        }
        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void closingEndsAStalledCall() throws Exception {
        proxy.stall();
        CompletableFuture<WireMessage> sent = proxy.seen(client('S'));
        CompletableFuture<Void> insert = insertInBackground();
        sent.get(30, SECONDS);
        proxy.close();

        assertThatThrownBy(() -> insert.get(30, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private CompletableFuture<Void> insertInBackground() {
        return CompletableFuture.runAsync(() -> {
            try {
                execute("INSERT INTO item VALUES (1)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void refusesAndAcceptsAgainOnTheSamePort() throws SQLException {
        proxy.refuse();

        assertThatThrownBy(() -> connect(""))
                .asInstanceOf(throwable(SQLException.class))
                .extracting(SQLException::getSQLState)
                .isEqualTo("08001");
        execute("SELECT 1");
        proxy.accept();
        try (Connection next = connect("")) {
            assertThat(next.isValid(5)).isTrue();
        }
    }

    @Test
    void delaysBothDirections() throws SQLException {
        proxy.delay(Duration.ofMillis(10), Duration.ofMillis(20));
        long begin = System.nanoTime();
        execute("SELECT 1");

        // A lower bound only: a delay may be exceeded on a busy machine, never undercut.
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
    }

    @Test
    void passesACancelRequestOn() throws Exception {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<WireMessage> sent = proxy.seen(statement("pg_sleep"));
            CompletableFuture<ResultSet> sleep = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.executeQuery("SELECT pg_sleep(60)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e.getSQLState());
                }
            });
            sent.get(30, SECONDS);
            // A cancel that overtakes its statement is lost, as in PostgreSQL itself: cancel until it is heard.
            while (!sleep.isDone()) {
                statement.cancel();
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> sleep.get(30, SECONDS)).hasMessageContaining("57014");
        }
        assertThat(proxy.counts().cancelRequests()).isPositive();
    }

    @Test
    void numbersMessagesOfBothSidesOnTheirOwn() throws Exception {
        CompletableFuture<WireMessage> row = proxy.seen(server('D').and(nth(5)));
        execute("SELECT generate_series(1, 5)");

        assertThat(row.get(30, SECONDS)).isEqualTo(new WireMessage(WireMessage.Sender.SERVER, 'D', 5, ""));
    }

    @Test
    void leavesNoThreadBehind() {
        proxy.close();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("wire-proxy"));
    }
}
