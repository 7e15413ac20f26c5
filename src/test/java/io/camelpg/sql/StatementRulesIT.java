package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether what the rules say about statements is what the server does. */
class StatementRulesIT {
    /** "active_sql_transaction": not in a transaction block. */
    private static final String ACTIVE_SQL_TRANSACTION = "25001";

    private static String database;
    private static Connection connection;

    @BeforeAll
    static void connect() throws SQLException {
        database = TestPostgres.createDatabase();
        TestPostgres.execute(
                database,
                "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE p (a int) PARTITION BY RANGE (a);"
                        + " CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE TYPE e AS ENUM ('x');"
                        + " CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; CREATE UNIQUE INDEX ON v (a)");
        connection = TestPostgres.connect(database);
        connection.setAutoCommit(false);
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM",
                "CREATE DATABASE d",
                "DROP DATABASE IF EXISTS d",
                "CREATE TABLESPACE s LOCATION '/nowhere'",
                "DROP TABLESPACE IF EXISTS s",
                "ALTER SYSTEM SET work_mem = '4MB'",
                "CREATE INDEX CONCURRENTLY ON t (a)",
                "CREATE UNIQUE INDEX CONCURRENTLY ON t (a)",
                "DROP INDEX CONCURRENTLY t_pkey",
                "REINDEX TABLE CONCURRENTLY t",
                "REINDEX DATABASE postgres",
                "REINDEX SCHEMA public",
                "CREATE SUBSCRIPTION s CONNECTION 'host=nowhere' PUBLICATION p",
                "ALTER DATABASE postgres SET TABLESPACE pg_default",
                "CLUSTER",
                "DISCARD ALL",
                "COMMIT PREPARED 'x'",
                "CREATE TABLE inside (a int)",
                "CREATE INDEX ON t (a)",
                "REINDEX TABLE t",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "ALTER TYPE e ADD VALUE 'y'",
                "ALTER TABLE p DETACH PARTITION p1",
                "CLUSTER t USING t_pkey",
                "DISCARD PLANS",
                "ANALYZE",
                "TRUNCATE t",
            })
    void theServerRefusesInATransactionWhatTheRulesSay(String text) throws SQLException {
        boolean refused = false;
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            statement.execute(text);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(ACTIVE_SQL_TRANSACTION);
            refused = true;
        } finally {
            connection.rollback();
        }
        assertThat(SqlTemplate.parse(text).runsOutsideTransaction()).isEqualTo(refused);
    }

    @Test
    void aNameBehindADotCallsAFunction() {
        String text = "SELECT ((-7).abs + (SELECT x.abs FROM generate_series(-1, -1) AS x))::text";

        assertThat(TestPostgres.scalar(database, text)).isEqualTo("8");
        assertThat(SqlTemplate.parse(text).calls()).contains("abs", "generate_series");
    }

    @Test
    void anyUescapeTheServerTakesInFrontOfACallIsReadOrRefused() {
        String text = "SELECT U&\"a!0062s\" UESCAPE '!' (-7)::text";

        assertThat(TestPostgres.scalar(database, text)).isEqualTo("7");
        assertThat(SqlTemplate.parse(text).calls()).contains("abs");
    }
}
