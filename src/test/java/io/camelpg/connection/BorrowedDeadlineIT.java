package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.error.SqlStates;
import io.camelpg.support.SilentProxy;
import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The network goes silent under somebody who has borrowed a JDBC connection; and who takes his time there may. */
@Tag("core")
class BorrowedDeadlineIT {
    /** Longer than the statement-timeout and what a server that is alive has in addition. */
    private static final String LONG = "7";

    private final SilentProxy proxy = SilentProxy.to(TestPostgres.port());
    private final ConnectionPool pool = new ConnectionPool(new ConnectionProfile(
            "borrowed",
            new Server("localhost", proxy.port()),
            "postgres",
            new Login("postgres", null),
            new TlsSettings(SslMode.DISABLE, null, null, null, null, ChannelBinding.PREFER, false),
            new SessionSettings("public", Duration.ofSeconds(1), "borrowed", ResetPolicy.AUTO, PoolerMode.NONE),
            new PoolSettings(8, Duration.ofSeconds(4), Duration.ofMinutes(5)),
            null,
            Map.of()));
    private final PooledDataSource shared = new PooledDataSource(
            "borrowed", () -> pool, sql -> sql.toUpperCase(Locale.ROOT).startsWith("SET"));

    @AfterEach
    void stop() {
        proxy.silent(false);
        pool.close();
        proxy.close();
    }

    private static <T> CompletableFuture<T> aside(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static SQLException failure(CompletableFuture<?> call) throws InterruptedException, TimeoutException {
        try {
            call.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(SQLException.class);
            return (SQLException) e.getCause();
        }
        throw new AssertionError("it was answered");
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    @Test
    void aStatementThatIsNeverAnsweredFails() throws Exception {
        Connection connection = shared.getConnection();
        proxy.silent(true);
        SQLException lost = failure(aside(() -> execute(connection, "SELECT 1")));
        assertThat(SqlStates.translate(lost).retryable()).as("%s", lost).isTrue();
        connection.close();
        proxy.silent(false);
        try (Connection next = shared.getConnection()) {
            assertThat(next.isValid(5)).isTrue();
        }
    }

    @Test
    void aBatchThatIsNeverAnsweredFailsToo() throws Exception {
        Connection connection = shared.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("DO ''");
            statement.addBatch("DO ''");
            proxy.silent(true);
            assertThat(failure(aside(statement::executeBatch)).getSQLState()).startsWith("08");
        }
    }

    @Test
    void toBorrowTakesNoLongerThanConnectTimeout() throws Exception {
        shared.getConnection().close();
        proxy.silent(true);
        long start = System.nanoTime();
        failure(aside(shared::getConnection));
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(15).toNanos());
    }

    @Test
    void whoeverTakesHisTimeMay() {
        List<Callable<Object>> calls = List.of(
                this::withATimeoutOfHisOwn, this::withABatch, this::withSeveralStatements, this::withNotifications);
        List<CompletableFuture<Object>> running =
                calls.stream().map(BorrowedDeadlineIT::aside).toList();
        running.forEach(CompletableFuture::join);
    }

    private Object withATimeoutOfHisOwn() throws SQLException {
        try (Connection connection = shared.getConnection()) {
            execute(connection, "SET statement_timeout = 0");
            return execute(connection, "SELECT pg_sleep(" + LONG + ")");
        }
    }

    private Object withABatch() throws SQLException {
        try (Connection connection = shared.getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 10; i++) {
                statement.addBatch("DO $$ BEGIN PERFORM pg_sleep(0.7); END $$");
            }
            return statement.executeBatch();
        }
    }

    private Object withSeveralStatements() throws SQLException {
        try (Connection connection = shared.getConnection()) {
            return execute(connection, "SELECT pg_sleep(0.7);".repeat(10));
        }
    }

    private Object withNotifications() throws SQLException {
        try (Connection connection = shared.getConnection()) {
            execute(connection, "LISTEN borrowed");
            PGConnection listening = connection.unwrap(PGConnection.class);
            listening.getNotifications(7000);
            return execute(connection, "UNLISTEN *");
        }
    }

    @Test
    void theNextOneHasTheTimeoutOfThePool() throws SQLException {
        int before;
        try (Connection connection = shared.getConnection()) {
            before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, 123_000);
            execute(connection, "SELECT 1");
            assertThat(connection.getNetworkTimeout()).isEqualTo(123_000);
        }
        try (Connection connection = shared.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(before).isEqualTo(6000);
        }
        try (Lease lease = pool.lease(System.nanoTime() + Duration.ofSeconds(5).toNanos())) {
            assertThat(lease.connection().getNetworkTimeout()).isZero();
        }
    }
}
