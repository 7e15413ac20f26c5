-- What the attempts of read-only-corpus.sql try to change, and where they hide the change.
CREATE TABLE t (id int PRIMARY KEY, v text);
INSERT INTO t VALUES (1, 'one'), (2, 'two'), (3, 'three');
CREATE SEQUENCE s;
SELECT nextval('s');
CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
CREATE UNIQUE INDEX m_id ON m (id);
CREATE VIEW updatable AS SELECT * FROM t;
CREATE VIEW ruled AS SELECT * FROM t;
CREATE RULE ruled_delete AS ON DELETE TO ruled DO INSTEAD DELETE FROM t;
CREATE TYPE mood AS ENUM ('good', 'bad');
SELECT lo_from_bytea(4242, 'content');

CREATE FUNCTION write_plpgsql() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO t VALUES (90, 'x'); RETURN 1; END $$;
CREATE FUNCTION write_sql() RETURNS int LANGUAGE sql AS
  $$ INSERT INTO t VALUES (91, 'x') RETURNING id $$;
CREATE FUNCTION write_definer() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS
  $$ BEGIN DELETE FROM t; RETURN 1; END $$;
CREATE FUNCTION write_immutable() RETURNS int LANGUAGE plpgsql IMMUTABLE AS
  $$ BEGIN PERFORM write_plpgsql(); RETURN 1; END $$;
CREATE FUNCTION write_stable() RETURNS int LANGUAGE plpgsql STABLE AS
  $$ BEGIN PERFORM write_definer(); RETURN 1; END $$;
CREATE FUNCTION write_default(a int DEFAULT write_plpgsql()) RETURNS int LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION write_execute() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN EXECUTE 'UPDATE t SET v = NULL'; RETURN 1; END $$;
CREATE FUNCTION write_ddl() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN CREATE TABLE intruder (id int); RETURN 1; END $$;
CREATE FUNCTION write_truncate() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN TRUNCATE t; RETURN 1; END $$;
CREATE FUNCTION write_in_subtransaction() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN
       BEGIN INSERT INTO t VALUES (92, 'x');
       EXCEPTION WHEN OTHERS THEN INSERT INTO t VALUES (93, 'x'); END;
       RETURN 1; END $$;
CREATE FUNCTION swallow_failure() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN
       BEGIN INSERT INTO t VALUES (94, 'x'); EXCEPTION WHEN OTHERS THEN NULL; END;
       RETURN 1; END $$;
CREATE FUNCTION unlock_then_write() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN SET transaction_read_only = off; INSERT INTO t VALUES (95, 'x'); RETURN 1; END $$;
CREATE FUNCTION unlock_attribute() RETURNS int LANGUAGE plpgsql SET default_transaction_read_only = off AS
  $$ BEGIN INSERT INTO t VALUES (96, 'x'); RETURN 1; END $$;
CREATE FUNCTION unlock_by_set_config() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN
       PERFORM set_config('transaction_read_only', 'off', true); INSERT INTO t VALUES (97, 'x'); RETURN 1; END $$;
CREATE FUNCTION unlock_later() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN PERFORM set_config('default_transaction_read_only', 'off', false); RETURN 1; END $$;
CREATE FUNCTION change_session() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN
       PERFORM set_config('work_mem', '5MB', false);
       PERFORM set_config('search_path', 'pg_temp', false);
       PERFORM set_config('standard_conforming_strings', 'off', false);
       PERFORM set_config('role', 'pg_monitor', false);
       PERFORM pg_advisory_lock(43);
       LISTEN canary;
       RETURN 1; END $$;
CREATE FUNCTION commit_then_write() RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN COMMIT; INSERT INTO t VALUES (98, 'x'); RETURN 1; END $$;
CREATE PROCEDURE write_procedure() LANGUAGE plpgsql AS
  $$ BEGIN COMMIT; INSERT INTO t VALUES (99, 'x'); COMMIT; END $$;

CREATE FUNCTION write_sum_step(sum int, a int) RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN PERFORM write_plpgsql(); RETURN sum + a; END $$;
CREATE AGGREGATE write_sum(int) (SFUNC = write_sum_step, STYPE = int, INITCOND = '0');
CREATE VIEW writing_view AS SELECT write_plpgsql() AS a;
CREATE FUNCTION write_operator(a int, b int) RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN PERFORM write_plpgsql(); RETURN a; END $$;
CREATE OPERATOR ===> (PROCEDURE = write_operator, LEFTARG = int, RIGHTARG = int);
CREATE TYPE pair AS (a int);
CREATE TYPE marker AS (a text);
CREATE FUNCTION write_cast(a text) RETURNS marker LANGUAGE plpgsql AS
  $$ BEGIN PERFORM write_plpgsql(); RETURN ROW(a)::marker; END $$;
CREATE CAST (text AS marker) WITH FUNCTION write_cast(text);
CREATE FUNCTION write_check(a int) RETURNS boolean LANGUAGE plpgsql AS
  $$ BEGIN PERFORM write_plpgsql(); RETURN true; END $$;
CREATE DOMAIN watched AS int CHECK (write_check(VALUE));
CREATE TYPE holder AS (w watched);
CREATE FUNCTION write_pair(p pair) RETURNS int LANGUAGE plpgsql AS
  $$ BEGIN PERFORM write_plpgsql(); RETURN p.a; END $$;
