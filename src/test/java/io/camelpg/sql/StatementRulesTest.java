package io.camelpg.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1                                 | SELECT",
                "(SELECT 1) UNION (SELECT 2)              | SELECT",
                "/* WITH */ ( /* x */ (VALUES (1)))        | VALUES",
                "with a as (select 1) insert into b select | WITH",
                "TABLE t                                  | TABLE",
                "ANALYSE t                                | ANALYZE",
                "\"select\" 1                             | OTHER",
                "\u017Felect 1                            | OTHER",
                "bac\u212Aup                              | OTHER",
            })
    void kindIsTheFirstKeyword(String text, StatementKind kind) {
        assertThat(SqlTemplate.parse(text).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void everyKindIsItsKeyword(StatementKind kind) {
        assertThat(SqlTemplate.parse(kind.name() + " x").kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource
    void sixKindsRead(StatementKind kind) {
        assertThat(kind.reads()).isEqualTo("SELECT WITH VALUES TABLE SHOW EXPLAIN".contains(kind.name()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "START TRANSACTION",
                "commit",
                "END",
                "ROLLBACK TO x",
                "ABORT",
                "SAVEPOINT x",
                "RELEASE x",
                "PREPARE TRANSACTION 'x'",
                "PREPARE TRANSACTION U&'x'",
                "COMMIT PREPARED 'x'",
                "ROLLBACK PREPARED 'x'",
                "SET TRANSACTION READ WRITE",
                "SET LOCAL TRANSACTION READ WRITE",
                "SET SESSION TRANSACTION READ WRITE",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
                "SET transaction_read_only = off",
                "SET LOCAL Transaction_Isolation TO serializable",
                "SET \"transaction_deferrable\" = on",
                "RESET transaction_read_only",
            })
    void controlsTransaction(String text) {
        assertThat(SqlTemplate.parse(text).controlsTransaction()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 AS commit",
                "PREPARE transaction AS SELECT 1",
                "PREPARE transaction(text) AS SELECT 'x'",
                "SET search_path = transaction",
                "SET LOCAL work_mem = '1MB'",
                "SET \"TRANSACTION_READ_ONLY\" = off",
                "RESET ALL",
            })
    void doesNotControlTransaction(String text) {
        assertThat(SqlTemplate.parse(text).controlsTransaction()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VACUUM",
                "vacuum (full) t",
                "CREATE DATABASE d",
                "DROP DATABASE IF EXISTS d",
                "CREATE TABLESPACE t LOCATION '/t'",
                "DROP TABLESPACE t",
                "ALTER SYSTEM SET work_mem = '1MB'",
                "CREATE INDEX CONCURRENTLY ON t (a)",
                "CREATE UNIQUE INDEX /* */ concurrently i ON t (a)",
                "DROP INDEX CONCURRENTLY i",
                "REINDEX TABLE CONCURRENTLY t",
                "REINDEX (VERBOSE, CONCURRENTLY) INDEX i",
                "REINDEX DATABASE d",
                "REINDEX (VERBOSE) SYSTEM d",
                "REINDEX SCHEMA s",
                "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
                "DROP SUBSCRIPTION s",
                "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
                "ALTER DATABASE d SET TABLESPACE t",
                "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
                "CLUSTER",
                "CLUSTER (VERBOSE)",
                "CLUSTER VERBOSE",
                "DISCARD ALL",
                "COMMIT PREPARED 'x'",
            })
    void runsOutsideTransaction(String text) {
        assertThat(SqlTemplate.parse(text).runsOutsideTransaction()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'vacuum'",
                "CREATE INDEX i ON t (a)",
                "CREATE INDEX \"concurrently\" ON t (a)",
                "DROP INDEX i",
                "REINDEX TABLE schema",
                "REINDEX TABLE database.system",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "ALTER TYPE t ADD VALUE 'x'",
                "ALTER DATABASE d SET work_mem = '1MB'",
                "ALTER TABLE t DETACH PARTITION p",
                "ALTER TABLE t SET TABLESPACE s",
                "ALTER SUBSCRIPTION s DISABLE",
                "CLUSTER t",
                "CLUSTER VERBOSE t",
                "CLUSTER (VERBOSE) t",
                "DISCARD PLANS",
                "ANALYZE",
                "COMMIT",
            })
    void runsInsideTransaction(String text) {
        assertThat(SqlTemplate.parse(text).runsOutsideTransaction()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = x",
                "SET SESSION search_path = x",
                "SET ROLE x",
                "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                "RESET ALL",
                "DISCARD TEMP",
                "PREPARE p AS SELECT 1",
                "DEALLOCATE p",
                "LISTEN c",
                "UNLISTEN *",
                "LOAD 'x'",
                "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                "CREATE TEMP TABLE t (a int)",
                "CREATE LOCAL TEMPORARY TABLE t (a int)",
                "CREATE OR REPLACE TEMP VIEW v AS SELECT 1",
                "CREATE /* x */ temporary SEQUENCE s",
                "SELECT 1 INTO TEMP t",
                "SELECT 1 INTO LOCAL TEMPORARY TABLE t",
                "EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 1",
                "SELECT set_config('a.b', 'c', false)",
                "SELECT pg_catalog.\"set_config\" ('a.b', 'c', false)",
                "SELECT U&\"set!005fconfig\" UESCAPE '!' ('a.b', 'c', false)",
                "SELECT Pg_Advisory_Lock(1)",
                "SELECT (1::bigint).pg_advisory_lock",
                "SELECT pg_try_advisory_lock_shared(1)",
                "SELECT setseed(0)",
                "SELECT lo_open(1, 2)",
                "CREATE TABLE pg_temp.t (a int)",
                "CREATE TABLE \"pg_temp\".t (a int)",
                "INSERT INTO pg_temp_3.t VALUES (1)",
                "WITH a AS (SELECT set_config('a.b', 'c', false)) SELECT 1",
            })
    void changesSession(String text) {
        assertThat(SqlTemplate.parse(text).changesSession()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SET LOCAL search_path = x",
                "SET TRANSACTION READ ONLY",
                "SET CONSTRAINTS ALL DEFERRED",
                "PREPARE TRANSACTION 'x'",
                "CREATE TABLE temp (a int)",
                "SELECT temp FROM temporary",
                "INSERT INTO \"temp\" VALUES (1)",
                "SELECT 'set_config(', pg_advisory_xact_lock(1)",
                "SELECT set_config FROM t",
                "UPDATE t SET a = 1",
            })
    void leavesSessionAlone(String text) {
        assertThat(SqlTemplate.parse(text).changesSession()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT PG_Sleep(1), \"Foo\"(2), pg_catalog.now /* */ (), x | pg_sleep Foo now",
                "SELECT U&\"pg\\005fsleep\"(1), u&\"A\\+000042C\"\"\"()     | pg_sleep ABC\"",
                "SELECT U&\"pg!005fsleep\" /* x */ uescape '!' (1)          | pg_sleep",
                "SELECT (1).pg_sleep, t.abs FROM s.t                       | pg_sleep abs t select",
                "SELECT '(', \"a\"\"b\"(1)                                 | a\"b",
                "CALL p(1)                                                 | p",
                "SELECT 'pg_sleep(1)', $$f()$$ /* g() */ -- h()            | -",
            })
    void calls(String text, String names) {
        assertThat(SqlTemplate.parse(text).calls())
                .containsExactlyInAnyOrder(names.equals("-") ? new String[0] : names.split(" "));
    }

    /** The server joins the second to one character, and would call pg_sleep. */
    @ParameterizedTest
    @ValueSource(strings = {"'!!'", "''\n'!'", "E'!'", "$$!$$", "''"})
    void noUescapeHidesTheNameOfACall(String escape) {
        assertThatThrownBy(() -> SqlTemplate.parse("SELECT U&\"pg!005fsleep\" UESCAPE " + escape + " (1)"))
                .isInstanceOfSatisfying(
                        PgException.class, e -> assertThat(e.errorCode()).isEqualTo(PgErrorCode.SYNTAX));
    }
}
