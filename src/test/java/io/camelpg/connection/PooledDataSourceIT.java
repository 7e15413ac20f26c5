package io.camelpg.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.support.PgContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** One connection in the pool, so that the next borrower always gets what the last one left. */
@Tag("core")
class PooledDataSourceIT {
    private static PgContext pg;
    private static DataSource shared;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> {
            connection.setMaxConnections(1);
            connection.setConnectTimeout(2000);
        });
        shared = pg.camel().getRegistry().lookupByNameAndType("pgDataSource", DataSource.class);
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @BeforeEach
    void table() {
        pg.sql("DROP TABLE IF EXISTS item; CREATE TABLE item (id int PRIMARY KEY)");
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static String borrowedValue(String sql) throws SQLException {
        try (Connection connection = shared.getConnection()) {
            return value(connection, sql);
        }
    }

    private static Object query(String sql) {
        Exchange exchange = pg.send("pg:query?outputType=scalar&sql=" + sql, null);
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    @Test
    void writesAndSharesTheSession() throws SQLException {
        Object session = query("SELECT pg_backend_pid()");
        try (Connection connection = shared.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO item VALUES (?)")) {
            insert.setInt(1, 1);
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        assertThat(borrowedValue("SELECT pg_backend_pid()")).isEqualTo(session.toString());
        assertThat(query("SELECT count(*) FROM item")).isEqualTo(1L);
    }

    @Test
    void aQueryAfterwardsIsReadOnlyAllTheSame() throws SQLException {
        borrowedValue("SELECT 1");
        assertThat(query("SELECT current_setting('transaction_read_only')")).isEqualTo("on");
        pg.sql(
                "CREATE OR REPLACE FUNCTION sneak() RETURNS int LANGUAGE sql AS 'INSERT INTO item VALUES (7) RETURNING id'");
        Exchange exchange = pg.send("pg:query?sql=SELECT sneak()", null);
        assertThat(exchange.getException(PgException.class).errorCode()).isEqualTo(PgErrorCode.NOT_READ_ONLY);
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("0");
    }

    @Test
    void anOpenTransactionIsRolledBackAndAutocommitRestored() throws SQLException {
        try (Connection connection = shared.getConnection()) {
            connection.setAutoCommit(false);
            value(connection, "INSERT INTO item VALUES (1) RETURNING id");
        }
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("0");
        try (Connection connection = shared.getConnection()) {
            assertThat(connection.getAutoCommit()).isTrue();
            value(connection, "INSERT INTO item VALUES (2) RETURNING id");
        }
        assertThat(pg.scalar("SELECT string_agg(id::text, ',') FROM item")).isEqualTo("2");
    }

    @Test
    void aCommittedTransactionIsKept() throws SQLException {
        try (Connection connection = shared.getConnection()) {
            connection.setAutoCommit(false);
            value(connection, "INSERT INTO item VALUES (1) RETURNING id");
            connection.commit();
        }
        assertThat(pg.scalar("SELECT count(*) FROM item")).isEqualTo("1");
    }

    @Test
    void isolationAndReadOnlyGoBackToo() throws SQLException {
        try (Connection connection = shared.getConnection()) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        }
        try (Connection connection = shared.getConnection()) {
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(value(connection, "SHOW transaction_isolation")).isEqualTo("read committed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET work_mem = '1234kB'",
                "SELECT set_config('work_mem', '1234kB', false)",
                "CREATE TEMP TABLE trace (id int)",
                "SELECT pg_advisory_lock(42)",
                "PREPARE trace AS SELECT 1",
                "LISTEN trace"
            })
    void whatAStatementLeavesInTheSessionIsGone(String sql) throws SQLException {
        String traces = "SELECT concat_ws(' ', current_setting('work_mem'), to_regclass('pg_temp.trace'),"
                + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),"
                + " (SELECT count(*) FROM pg_prepared_statements WHERE name = 'trace'),"
                + " (SELECT count(*) FROM pg_listening_channels()))";
        String before = borrowedValue(traces);
        String session = borrowedValue("SELECT pg_backend_pid()");
        try (Connection connection = shared.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            assertThat(value(connection, traces)).isNotEqualTo(before);
        }
        assertThat(borrowedValue(traces)).isEqualTo(before);
        assertThat(borrowedValue("SELECT pg_backend_pid()")).isEqualTo(session);
    }

    @Test
    void aSearchPathSetByTheDriverIsGone() throws SQLException {
        try (Connection connection = shared.getConnection()) {
            connection.setSchema("pg_catalog");
            assertThat(value(connection, "SHOW search_path")).contains("pg_catalog");
        }
        assertThat(borrowedValue("SHOW search_path")).isEqualTo("public");
    }

    @Test
    void aTimeoutOfAnEndpointDoesNotReachJdbc() throws SQLException {
        query("SELECT 1&timeout=3m");
        assertThat(borrowedValue("SHOW statement_timeout")).isEqualTo("30s");
    }

    @Test
    void whoTookTheDriversConnectionGetsItThrownAway() throws SQLException {
        String session = borrowedValue("SELECT pg_backend_pid()");
        try (Connection connection = shared.getConnection()) {
            connection.unwrap(PGConnection.class).setPrepareThreshold(1);
        }
        assertThat(borrowedValue("SELECT pg_backend_pid()")).isNotEqualTo(session);
    }

    @Test
    void closingTwiceGivesBackOnce() throws SQLException {
        Connection first = shared.getConnection();
        first.close();
        try (Connection second = shared.getConnection()) {
            first.close();
            assertThat(value(second, "SELECT 1")).isEqualTo("1");
        }
        assertThat(first.isClosed()).isTrue();
        assertThatThrownBy(first::createStatement)
                .isInstanceOf(SQLException.class)
                .hasMessage("This connection has been closed.");
    }

    @Test
    void aStatementsConnectionIsTheBorrowedOne() throws SQLException {
        try (Connection connection = shared.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.getConnection()).isSameAs(connection).isEqualTo(connection);
            statement.getConnection().close();
            assertThat(connection.isClosed()).isTrue();
        }
        assertThat(query("SELECT 1")).isEqualTo(1);
    }

    @Test
    void aServersErrorIsTheDriversOwn() throws SQLException {
        try (Connection connection = shared.getConnection()) {
            assertThatThrownBy(() -> value(connection, "SELECT * FROM nowhere"))
                    .isInstanceOf(SQLException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42P01");
        }
        assertThat(borrowedValue("SELECT 1")).isEqualTo("1");
    }

    @Test
    void anEmptyPoolSaysSo() throws SQLException {
        try (Connection connection = shared.getConnection()) {
            assertThat(connection.isClosed()).isFalse();
            assertThatThrownBy(shared::getConnection)
                    .isInstanceOf(java.sql.SQLTransientConnectionException.class)
                    .hasMessageStartingWith("PG-007")
                    .hasCauseInstanceOf(PgException.class);
        }
    }

    @Test
    void saysWhatItIsWithoutAddressOrCredentials() throws SQLException {
        assertThat(shared).hasToString("DataSource of connection 'default'");
        assertThat(shared.unwrap(DataSource.class)).isSameAs(shared);
        assertThat(shared.isWrapperFor(List.class)).isFalse();
        assertThatThrownBy(() -> shared.unwrap(List.class)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> shared.getConnection("other", "secret"))
                .isInstanceOf(SQLException.class)
                .hasMessageNotContaining("secret");
    }
}
