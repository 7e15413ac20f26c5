-- Attempts to change something through pg:query, one a line. In front of each: the codes it may be refused with, or "reads"
-- where it runs and must change nothing; "before 15: …" is what older servers answer. ⏎ stands for a line feed, ␍ for a carriage return, ⇥ for a tab.
-- Plain statements that change data
/* PG-204 */ INSERT INTO t VALUES (90, 'x')
/* PG-204 */ INSERT INTO t VALUES (90, 'x') RETURNING id
/* PG-204 */ UPDATE t SET v = 'x'
/* PG-204 */ UPDATE t SET v = 'x' RETURNING *
/* PG-204 */ DELETE FROM t
/* PG-204 */ DELETE FROM t RETURNING id
/* PG-204 */ MERGE INTO t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE
/* PG-204 */ MERGE INTO t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = 'x' RETURNING t.id
/* PG-204 */ TRUNCATE t
/* PG-204 */ TRUNCATE TABLE t RESTART IDENTITY CASCADE
/* PG-204 */ COPY t FROM STDIN
/* PG-204 */ COPY t FROM PROGRAM 'echo 90'
/* PG-204 */ COPY t TO STDOUT
/* PG-204 */ COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'
/* PG-204 */ COPY (DELETE FROM t RETURNING id) TO STDOUT
/* PG-204 */ INSERT INTO updatable VALUES (90, 'x')
/* PG-204 */ DELETE FROM ruled
/* PG-204 */ insert/**/into/**/t/**/values/**/(90,'x')
/* PG-204 */ iNsErT INTO t SELECT 90, 'x'
/* PG-204 */ REPLACE INTO t VALUES (1)
-- Plain statements that change the schema
/* PG-204 */ CREATE TABLE t2 (id int)
/* PG-204 */ CREATE TABLE t2 AS SELECT * FROM t
/* PG-204 */ CREATE TEMP TABLE t2 (id int)
/* PG-204 */ CREATE TEMPORARY TABLE t2 AS SELECT 1
/* PG-204 */ CREATE UNLOGGED TABLE t2 (id int)
/* PG-204 */ CREATE VIEW v2 AS SELECT 1
/* PG-204 */ CREATE MATERIALIZED VIEW m2 AS SELECT 1
/* PG-204 */ CREATE INDEX i2 ON t (v)
/* PG-204 */ CREATE INDEX CONCURRENTLY i2 ON t (v)
/* PG-204 */ CREATE SEQUENCE s2
/* PG-204 */ CREATE SCHEMA other
/* PG-204 */ CREATE FUNCTION f2() RETURNS int LANGUAGE sql AS 'SELECT 1'
/* PG-204 */ CREATE OR REPLACE FUNCTION write_sql() RETURNS int LANGUAGE sql AS 'SELECT 1'
/* PG-204 */ CREATE TYPE e2 AS ENUM ('a')
/* PG-204 */ CREATE DOMAIN d2 AS int
/* PG-204 */ CREATE EXTENSION IF NOT EXISTS plpgsql
/* PG-204 */ CREATE ROLE intruder SUPERUSER LOGIN
/* PG-204 */ CREATE DATABASE other
/* PG-204 */ CREATE EVENT TRIGGER et ON ddl_command_start EXECUTE FUNCTION write_plpgsql()
/* PG-204 */ CREATE STATISTICS st ON id, v FROM t
/* PG-204 */ CREATE PUBLICATION p FOR ALL TABLES
/* PG-204 */ ALTER TABLE t ADD COLUMN extra int
/* PG-204 */ ALTER TABLE t RENAME TO gone
/* PG-204 */ ALTER SEQUENCE s RESTART WITH 50
/* PG-204 */ ALTER SYSTEM SET work_mem = '5MB'
/* PG-204 */ ALTER ROLE postgres SET work_mem = '5MB'
/* PG-204 */ ALTER DATABASE postgres SET work_mem = '5MB'
/* PG-204 */ ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC
/* PG-204 */ ALTER TYPE mood ADD VALUE 'new'
/* PG-204 */ DROP TABLE t
/* PG-204 */ DROP TABLE IF EXISTS t CASCADE
/* PG-204 */ DROP SCHEMA public CASCADE
/* PG-204 */ DROP OWNED BY postgres
/* PG-204 */ GRANT ALL ON t TO PUBLIC
/* PG-204 */ REVOKE ALL ON t FROM PUBLIC
/* PG-204 */ REASSIGN OWNED BY postgres TO pg_monitor
/* PG-204 */ COMMENT ON TABLE t IS 'x'
/* PG-204 */ SECURITY LABEL ON TABLE t IS 'x'
/* PG-204 */ IMPORT FOREIGN SCHEMA a FROM SERVER b INTO public
-- Maintenance
/* PG-204 */ VACUUM
/* PG-204 */ VACUUM (FULL) t
/* PG-204 */ ANALYZE t
/* PG-204 */ ANALYSE t
/* PG-204 */ REINDEX TABLE t
/* PG-204 */ REINDEX TABLE CONCURRENTLY t
/* PG-204 */ CLUSTER t USING t_pkey
/* PG-204 */ REFRESH MATERIALIZED VIEW m
/* PG-204 */ REFRESH MATERIALIZED VIEW CONCURRENTLY m
/* PG-204 */ CHECKPOINT
/* PG-204 */ LOCK TABLE t IN ACCESS EXCLUSIVE MODE
/* PG-204 */ LOAD 'auto_explain'
-- Statements around other statements
/* PG-204 */ DO $$ BEGIN INSERT INTO t VALUES (90, 'x'); END $$
/* PG-204 */ DO LANGUAGE plpgsql 'BEGIN DELETE FROM t; END'
/* PG-204 */ CALL write_procedure()
/* PG-204 */ PREPARE w AS INSERT INTO t VALUES (90, 'x')
/* PG-204 */ EXECUTE w
/* PG-204 */ DEALLOCATE ALL
/* PG-204 */ DECLARE c CURSOR WITH HOLD FOR SELECT * FROM t
/* PG-204 */ DECLARE c CURSOR FOR SELECT * FROM t FOR UPDATE
/* PG-204 */ FETCH ALL FROM c
/* PG-204 */ MOVE 1 FROM c
/* PG-204 */ CLOSE ALL
/* PG-204 */ EXPLAIN ANALYZE INSERT INTO t VALUES (90, 'x')
/* PG-204 */ EXPLAIN (ANALYZE, BUFFERS) DELETE FROM t
/* PG-204 */ EXPLAIN (ANALYZE true, FORMAT json) UPDATE t SET v = 'x'
/* PG-204 */ EXPLAIN ANALYZE VERBOSE WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d
/* PG-204 */ EXPLAIN ANALYZE CREATE TABLE t2 AS SELECT 1
/* PG-204 */ EXPLAIN ANALYZE SELECT write_plpgsql()
/* PG-204 */ EXPLAIN ANALYZE SELECT nextval('s')
/* PG-204 */ EXPLAIN ANALYZE SELECT * INTO t2 FROM t
/* PG-204 */ EXPLAIN ANALYZE DECLARE c CURSOR FOR SELECT write_plpgsql()
/* PG-204 */ EXPLAIN (ANALYZE) CREATE MATERIALIZED VIEW m2 AS SELECT 1
/* PG-204 */ EXPLAIN (ANALYZE off) CREATE TABLE t2 AS SELECT 1
/* PG-204 */ EXPLAIN ("analyze") CREATE TEMP TABLE t2 AS SELECT 1
/* PG-204 */ EXPLAIN (U&"\0061nalyze") SELECT 1 AS insert INTO t2
/* PG-204 */ EXPLAIN ANALYZE (SELECT 1 AS a INTO TEMP t2)
/* PG-204 */ EXPLAIN ANALYZE WITH a AS (SELECT 1) SELECT * INTO t2 FROM a
/* reads */ EXPLAIN (VERBOSE) INSERT INTO t SELECT 1
/* reads */ EXPLAIN (SELECT 1)
/* reads */ EXPLAIN (ANALYZE, FORMAT json) (SELECT * FROM t)
/* reads */ EXPLAIN INSERT INTO t VALUES (90, 'x')
/* reads */ EXPLAIN DELETE FROM t
-- Queries that write by themselves
/* PG-204 */ WITH w AS (INSERT INTO t VALUES (90, 'x') RETURNING id) SELECT * FROM w
/* PG-204 */ WITH w AS (UPDATE t SET v = 'x' RETURNING id) SELECT * FROM w
/* PG-204 */ WITH w AS (DELETE FROM t RETURNING id) SELECT count(*) FROM w
/* PG-204 */ WITH w AS (DELETE FROM t) SELECT 1
/* PG-204 */ WITH a AS (SELECT 1), w AS (INSERT INTO t SELECT 90, 'x') SELECT * FROM a
/* PG-204; before 17: PG-201 */ WITH w AS (MERGE INTO t USING (SELECT 1 AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE RETURNING t.id) SELECT * FROM w
/* PG-204 */ WITH a AS (SELECT 1) INSERT INTO t SELECT 90, 'x' FROM a
/* PG-204 */ WITH a AS (SELECT 1) DELETE FROM t
/* PG-204 */ WITH a AS (SELECT 1) UPDATE t SET v = 'x' RETURNING id
/* PG-204 */ WITH RECURSIVE w AS (DELETE FROM t RETURNING id) TABLE w
/* PG-201,PG-213,PG-504 */ SELECT * FROM (DELETE FROM t RETURNING id) d
/* PG-201,PG-213,PG-504 */ SELECT (WITH w AS (DELETE FROM t RETURNING id) SELECT count(*) FROM w)
/* PG-204 */ SELECT * INTO t2 FROM t
/* PG-204 */ SELECT * INTO TEMP t2 FROM t
/* PG-204 */ SELECT 1 AS a INTO UNLOGGED t2
/* PG-204 */ SELECT id INTO pg_temp.t2 FROM t
/* PG-204 */ SELECT * FROM t FOR UPDATE
/* PG-204 */ SELECT * FROM t FOR NO KEY UPDATE SKIP LOCKED
/* PG-204 */ SELECT * FROM t FOR SHARE
/* PG-204 */ SELECT * FROM t FOR KEY SHARE NOWAIT
/* PG-204 */ (SELECT * FROM t FOR UPDATE)
/* PG-204 */ ((WITH w AS (DELETE FROM t RETURNING id) SELECT * FROM w))
/* PG-204 */ TABLE t FOR UPDATE
/* PG-204,PG-504 */ VALUES (1) FOR UPDATE
-- Sequences
/* PG-204 */ SELECT nextval('s')
/* PG-204 */ SELECT setval('s', 100)
/* PG-204 */ SELECT setval('s', 100, false)
/* PG-204 */ SELECT pg_catalog.nextval('s'::regclass)
/* PG-204 */ SELECT "nextval"('s')
/* PG-204 */ SELECT * FROM nextval('s')
/* PG-204 */ VALUES (nextval('s'))
/* PG-204 */ SELECT ('s'::regclass).nextval
/* PG-204 */ SELECT id FROM t WHERE id < nextval('s')
/* PG-204 */ SELECT id FROM t LIMIT nextval('s')
/* PG-204 */ SELECT id FROM t ORDER BY nextval('s')
/* PG-204 */ SELECT CASE WHEN true THEN setval('s', 7) END
/* reads */ SELECT last_value FROM s
-- Functions that write
/* PG-204 */ SELECT write_plpgsql()
/* PG-204 */ SELECT write_sql()
/* PG-204 */ SELECT write_definer()
/* PG-204 */ SELECT write_immutable()
/* PG-204,PG-504 */ SELECT write_stable()
/* PG-204 */ SELECT * FROM write_plpgsql()
/* PG-204 */ SELECT * FROM t, LATERAL write_plpgsql()
/* PG-204 */ SELECT id FROM t WHERE write_plpgsql() = 1
/* PG-204 */ SELECT id FROM t GROUP BY id HAVING write_plpgsql() = 1
/* PG-204 */ SELECT count(*) FILTER (WHERE write_plpgsql() = 1) FROM t
/* PG-204 */ SELECT sum(write_plpgsql()) OVER () FROM t
/* PG-204 */ SELECT write_default()
/* PG-204 */ SELECT write_execute()
/* PG-204 */ SELECT write_ddl()
/* PG-204 */ SELECT write_sum(id) FROM t
/* PG-204,PG-213 */ SELECT write_in_subtransaction()
/* PG-204,PG-213 */ SELECT unlock_then_write()
/* PG-204,PG-213 */ SELECT unlock_attribute()
/* PG-204,PG-213 */ SELECT unlock_by_set_config()
/* PG-204,PG-213,PG-205 */ SELECT commit_then_write()
/* PG-204,PG-213 */ SELECT write_truncate()
/* reads */ SELECT swallow_failure()
/* PG-208,PG-213 */ SELECT write_procedure()
/* PG-204,PG-504 */ SELECT query_to_xml('DELETE FROM t RETURNING id', true, true, '')
/* PG-204 */ SELECT query_to_xml('SELECT write_plpgsql()', true, true, '')
/* PG-204 */ SELECT database_to_xml(true, true, '') FROM t WHERE nextval('s') > 0
/* PG-204,PG-213 */ SELECT * FROM ts_stat('SELECT to_tsvector(write_plpgsql()::text)')
-- Writes hidden in other objects
/* PG-204 */ SELECT * FROM writing_view
/* PG-204 */ TABLE writing_view
/* PG-204 */ SELECT 1 ===> 2
/* PG-204 */ SELECT 1 OPERATOR(public.===>) 2
/* PG-204 */ SELECT '(1)'::pair::text::marker
/* PG-204 */ SELECT CAST('x'::text AS marker)
/* PG-204 */ SELECT 5::watched
/* PG-204 */ SELECT ARRAY[5]::watched[]
/* PG-204 */ SELECT '5'::watched
/* PG-204 */ SELECT * FROM json_to_record('{"a": 5}') AS r(a watched)
/* PG-204 */ SELECT * FROM json_populate_record(NULL::holder, '{"w": 5}')
/* PG-204 */ SELECT (ROW(1)::pair).write_pair
/* PG-204 */ SELECT (p).write_pair FROM (SELECT ROW(1)::pair AS p) x
-- Settings
/* PG-204 */ SET default_transaction_read_only = off
/* PG-204 */ SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE
/* PG-204 */ SET TRANSACTION READ WRITE
/* PG-204 */ SET LOCAL transaction_read_only = off
/* PG-204 */ SET transaction_read_only TO off
/* PG-204 */ SET search_path = pg_temp
/* PG-204 */ SET ROLE pg_monitor
/* PG-204 */ SET SESSION AUTHORIZATION pg_monitor
/* PG-204 */ SET CONSTRAINTS ALL DEFERRED
/* PG-204 */ RESET ALL
/* PG-204 */ DISCARD ALL
/* PG-204 */ DISCARD TEMP
/* PG-213,PG-204,PG-314 */ SELECT set_config('transaction_read_only', 'off', true)
/* PG-213,PG-204,PG-314 */ SELECT set_config('transaction_read_only', 'off', false), write_plpgsql()
/* PG-204 */ SELECT set_config('default_transaction_read_only', 'off', true), write_plpgsql()
/* PG-204 */ SELECT set_config('session_replication_role', 'replica', false), write_plpgsql()
/* reads */ SELECT set_config('default_transaction_read_only', 'off', false)
/* reads */ SELECT set_config('work_mem', '5MB', false)
/* reads */ SELECT set_config('search_path', 'pg_temp', false)
/* reads */ SELECT set_config('statement_timeout', '1', false)
/* reads */ SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false)
/* reads */ SELECT "set_config"('role', 'pg_monitor', false)
/* reads */ SELECT U&"\0073et_config"('TimeZone', 'Asia/Tokyo', false)
/* reads */ SELECT set_config('session_authorization', 'pg_monitor', false)
/* reads */ SELECT setseed(0.5)
/* reads */ SHOW default_transaction_read_only
/* reads */ SHOW server_version
-- Transactions
/* PG-204 */ BEGIN
/* PG-204 */ BEGIN READ WRITE
/* PG-204 */ START TRANSACTION READ WRITE
/* PG-204 */ COMMIT
/* PG-204 */ COMMIT AND CHAIN
/* PG-204 */ END
/* PG-204 */ ROLLBACK
/* PG-204 */ ABORT
/* PG-204 */ SAVEPOINT a
/* PG-204 */ RELEASE a
/* PG-204 */ ROLLBACK TO a
/* PG-204 */ PREPARE TRANSACTION 'x'
/* PG-204 */ COMMIT PREPARED 'x'
/* PG-204 */ ROLLBACK PREPARED 'x'
-- A second statement behind the first
/* PG-203 */ SELECT 1; DELETE FROM t
/* PG-203 */ SELECT 1;DELETE FROM t;
/* PG-203 */ SELECT 1; COMMIT; DELETE FROM t
/* PG-203 */ ;;SELECT 1;;;DELETE FROM t;;
/* PG-203 */ COMMIT; BEGIN READ WRITE; DELETE FROM t; COMMIT
/* PG-203 */ SELECT 1 -- one⏎; DELETE FROM t
/* PG-203 */ SELECT 1 -- one␍; DELETE FROM t
/* PG-203 */ SELECT 1 --␍⏎;␍DELETE FROM t
/* PG-203 */ SELECT 1 /* a */; /* b */ DELETE FROM t
/* PG-203 */ SELECT 1 /* a /* b */ c */; DELETE FROM t
/* PG-203 */ SELECT 1 /* a -- b */; DELETE FROM t
/* PG-203 */ SELECT 1 /*/**/*/; DELETE FROM t
/* PG-203 */ SELECT ';'; DELETE FROM t
/* PG-203 */ SELECT 'it''s'; DELETE FROM t
/* PG-203 */ SELECT 'a\'; DELETE FROM t; --'
/* PG-203 */ SELECT E'a\';', ';'; DELETE FROM t
/* PG-203 */ SELECT E'a'⏎'\'; '; DELETE FROM t
/* PG-203 */ SELECT E'a'␍'\'; '; DELETE FROM t
/* PG-203,PG-201 */ SELECT 'a'⏎'\'; DELETE FROM t; --'
/* PG-203 */ SELECT U&'\0027'; DELETE FROM t
/* PG-203 */ SELECT U&'!0027' UESCAPE '!'; DELETE FROM t
/* PG-203 */ SELECT U&"\0022" FROM (SELECT 1 AS """") x; DELETE FROM t
/* PG-203 */ SELECT $$;$$; DELETE FROM t
/* PG-203 */ SELECT $a$ $b$ ; $a$; DELETE FROM t
/* PG-203 */ SELECT $a$ $A$ ; $a$; DELETE FROM t
/* PG-203 */ SELECT 1 AS a$a$; DELETE FROM t; SELECT 1 AS b$a$
/* PG-203 */ SELECT B'1', X'F', N'x;'; DELETE FROM t
/* PG-203 */ SELECT 1 AS "a;"; DELETE FROM t
/* PG-203 */ SELECT 1 AS "a"";"; DELETE FROM t
/* PG-203 */ SELECT ARRAY[1][1]; DELETE FROM t
/* PG-203 */ SELECT 1⇥;⇥⏎⏎DELETE FROM t
/* PG-203 */ SELECT 1 @ - 1; DELETE FROM t
/* PG-203 */ SELECT 1 */-- x⏎ 1; DELETE FROM t
/* PG-203 */ (SELECT 1); DELETE FROM t
/* PG-203,PG-201 */ SELECT (1; DELETE FROM t)
/* PG-203,PG-201 */ SELECT 1 \; DELETE FROM t
/* PG-201 */ SELECT 1 \g DELETE FROM t
/* PG-201,PG-204 */ \! touch intruder
/* PG-201,PG-203,PG-204 */ \copy t FROM /etc/passwd
/* PG-203 */ SELECT 1; SELECT 2
/* PG-203 */ SELECT 1; DO $$ BEGIN DELETE FROM t; END $$
/* PG-203 */ CREATE FUNCTION f2() RETURNS int BEGIN ATOMIC SELECT 1; END; DELETE FROM t
/* PG-204 */ CREATE FUNCTION f2() RETURNS int BEGIN ATOMIC DELETE FROM t RETURNING id; END
/* PG-203 */ SELECT 1 AS "begin" ; DELETE FROM t; SELECT 2 AS "end"
/* PG-203,PG-201 */ SELECT 1 begin atomic; DELETE FROM t; end
-- Text that never ends, or is not what it seems
/* PG-201 */ SELECT 'x
/* PG-201 */ SELECT 1 /* ; DELETE FROM t
/* PG-201 */ SELECT $$ ; DELETE FROM t
/* PG-201 */ SELECT "x
/* PG-105 */ -- DELETE FROM t
/* PG-105 */ ;;;
/* PG-105 */ /* DELETE FROM t */
/* PG-201,PG-204 */ SELEC 1
/* PG-201,PG-204 */ DELETE FROM
/* reads */ SELECT 'DELETE FROM t; --'
/* reads */ SELECT 1 -- ; DELETE FROM t
/* reads */ SELECT 1 /* ; DELETE FROM t */
/* reads */ SELECT $$; DELETE FROM t;$$ AS a
/* reads */ SELECT E'\'; DELETE FROM t; --'
/* reads */ SELECT 'a'⏎'; DELETE FROM t; --'
/* reads */ /* DELETE */ SELECT /* FROM t */ 1;
-- Notifications
/* PG-204 */ LISTEN canary
/* PG-204 */ UNLISTEN *
/* PG-204 */ NOTIFY canary, 'x'
/* PG-204 */ SELECT pg_notify('canary', 'x')
/* PG-204 */ SELECT pg_catalog.pg_notify('canary', 'x')
/* PG-204 */ SELECT U&"\0070g_notify"('canary', 'x')
/* PG-204 */ SELECT U&"!0070g_notify" UESCAPE '!' ('canary', 'x')
/* PG-204 */ SELECT pg_notify /* a */ ('canary', 'x')
/* PG-204 */ SELECT PG_NOTIFY⏎('canary', 'x')
-- Large objects
/* PG-204 */ SELECT lo_create(0)
/* PG-204 */ SELECT lo_creat(-1)
/* PG-204 */ SELECT lo_unlink(4242)
/* PG-204 */ SELECT lo_put(4242, 0, 'x')
/* PG-204 */ SELECT lo_from_bytea(0, 'x')
/* PG-204 */ SELECT lo_import('/etc/passwd')
/* PG-204 */ SELECT lo_export(4242, '/tmp/camel-pg-intruder')
/* PG-204 */ SELECT lowrite(lo_open(4242, 131072), 'x')
/* PG-204 */ SELECT lo_truncate(lo_open(4242, 131072), 0)
/* PG-204,PG-213; before 16: reads */ SELECT lo_open(4242, 131072)
/* reads */ SELECT lo_get(4242)
/* PG-204 */ SELECT (4242::oid).lo_unlink
-- Locks, other sessions, the server
/* PG-204 */ SELECT pg_advisory_lock(42)
/* PG-204 */ SELECT pg_advisory_lock_shared(42)
/* PG-204 */ SELECT pg_try_advisory_lock(42)
/* PG-204 */ SELECT pg_try_advisory_lock_shared(1, 2)
/* PG-204 */ SELECT (42).pg_advisory_lock
/* PG-204 */ SELECT x.pg_advisory_lock FROM (VALUES (42)) x(y)
/* reads */ SELECT pg_advisory_xact_lock(42)
/* PG-204 */ SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'camel-pg-bystander'
/* PG-204 */ SELECT pg_cancel_backend(pg_backend_pid())
/* PG-204 */ SELECT "pg_terminate_backend" (1)
/* PG-204 */ SELECT pg_reload_conf()
/* PG-204 */ SELECT pg_rotate_logfile()
/* PG-204 */ SELECT pg_switch_wal()
/* PG-204 */ SELECT pg_create_restore_point('x')
/* PG-204 */ SELECT pg_create_physical_replication_slot('intruder')
/* PG-204 */ SELECT pg_create_logical_replication_slot('intruder', 'pgoutput')
/* PG-204 */ SELECT pg_drop_replication_slot('x')
/* PG-204 */ SELECT pg_replication_origin_create('intruder')
/* PG-204 */ SELECT pg_logical_emit_message(false, 'a', 'b')
/* PG-204 */ SELECT pg_stat_reset()
/* PG-204 */ SELECT pg_stat_reset_shared('bgwriter')
/* PG-204 */ SELECT pg_stat_reset_single_table_counters('t'::regclass)
/* PG-204 */ SELECT pg_stat_reset_slru(NULL)
/* PG-204 */ SELECT pg_log_backend_memory_contexts(pg_backend_pid())
/* PG-204 */ SELECT brin_summarize_new_values('t_pkey'::regclass)
/* PG-204 */ SELECT gin_clean_pending_list('t_pkey'::regclass)
/* PG-204 */ SELECT pg_import_system_collations('public')
/* PG-204 */ SELECT pg_promote()
/* PG-204 */ SELECT pg_backup_start('x')
/* PG-204 */ SELECT pg_replication_origin_session_setup('x')
/* PG-204 */ SELECT dblink_exec('dbname=postgres', 'CREATE TABLE intruder ()')
/* PG-204 */ SELECT * FROM dblink('dbname=postgres', 'SELECT 1') AS x(a int)
/* PG-204 */ SELECT dblink_connect('c', 'dbname=postgres')
/* PG-204 */ SELECT dblink_open('c', 'SELECT 1')
