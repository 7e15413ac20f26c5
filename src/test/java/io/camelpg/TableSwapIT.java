package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.camelpg.catalog.Relations;
import io.camelpg.error.PgException;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.load.swap.TableSwap;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;
import io.camelpg.support.Await;
import io.camelpg.support.PgContext;
import io.camelpg.support.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table in another one's place has all that this had, or is refused it. */
@Tag("core")
class TableSwapIT {
    private static PgContext pg;

    @BeforeAll
    static void start() {
        pg = PgContext.onNewDatabase(connection -> connection.setMaxConnections(3));
    }

    @AfterAll
    static void stop() {
        pg.close();
    }

    @AfterEach
    void clean() {
        Faults.nothingIsLeft(pg);
    }

    private static Session session() {
        return pg.component().connections().get(null).database().open(Deadline.after(30_000));
    }

    private static TableSwap begin(Session session, String table, boolean cascade) {
        session.begin("READ WRITE");
        return TableSwap.begin(session, Relations.read(session, TableName.parse(table)), cascade);
    }

    /** @param rows as COPY's text has them */
    private static List<SchemaChange> swap(String table, String columns, String rows, boolean cascade) {
        try (Session session = session()) {
            TableSwap swap = begin(session, table, cascade);
            byte[] text = rows.getBytes(StandardCharsets.UTF_8);
            session.copyIn(
                    "COPY " + swap.table().quoted() + " (" + columns + ") FROM STDIN",
                    sink -> sink.write(text, 0, text.length));
            List<SchemaChange> changes = swap.finish();
            session.commit();
            return changes;
        }
    }

    private static PgException refused(String table, boolean cascade) {
        try (Session session = session()) {
            return catchThrowableOfType(PgException.class, () -> begin(session, table, cascade));
        }
    }

    /** All that the catalog says of a table, without what is another object's. */
    private static String portrait(String table) {
        String oid = "'" + table + "'::regclass";
        return pg.scalar(
                """
                SELECT concat_ws(E'\\n',
                  (SELECT concat_ws(' ', c.relname, n.nspname, pg_get_userbyid(c.relowner), c.relacl, c.reloptions,
                          t.reloptions, c.relpersistence, c.relreplident, c.relrowsecurity, c.relforcerowsecurity,
                          obj_description(c.oid, 'pg_class'))
                   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   LEFT JOIN pg_class t ON t.oid = c.reltoastrelid WHERE c.oid = OID),
                  (SELECT string_agg(concat_ws(' ', a.attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
                          attgenerated, pg_get_expr(d.adbin, d.adrelid), attcollation::regcollation, attstorage,
                          attstattarget, attoptions, attacl, col_description(OID, attnum)), E'\\n' ORDER BY attnum)
                   FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                   WHERE attrelid = OID AND attnum > 0 AND NOT attisdropped),
                  (SELECT string_agg(concat_ws(' ', conname, pg_get_constraintdef(k.oid), convalidated, condeferrable,
                          obj_description(k.oid, 'pg_constraint')), E'\\n' ORDER BY conname)
                   FROM pg_constraint k WHERE conrelid = OID AND contype <> 't'),
                  (SELECT string_agg(concat_ws(' ', pg_get_indexdef(indexrelid), indisclustered, indisreplident,
                          indisprimary, obj_description(indexrelid, 'pg_class')), E'\\n' ORDER BY indexrelid::regclass::text)
                   FROM pg_index WHERE indrelid = OID),
                  (SELECT string_agg(concat_ws(' ', pg_get_triggerdef(g.oid), tgenabled,
                          obj_description(g.oid, 'pg_trigger')), E'\\n' ORDER BY tgname)
                   FROM pg_trigger g WHERE tgrelid = OID AND NOT tgisinternal),
                  (SELECT string_agg(concat_ws(' ', polname, polpermissive, polcmd, polroles::regrole[],
                          pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid),
                          obj_description(p.oid, 'pg_policy')), E'\\n' ORDER BY polname)
                   FROM pg_policy p WHERE polrelid = OID),
                  (SELECT string_agg(concat_ws(' ', pg_get_statisticsobjdef(s.oid),
                          obj_description(s.oid, 'pg_statistic_ext')), E'\\n' ORDER BY stxname)
                   FROM pg_statistic_ext s WHERE stxrelid = OID),
                  (SELECT string_agg(concat_ws(' ', s.relname, d.deptype, d.refobjsubid > 0, q.seqincrement, q.seqmax,
                          q.seqcycle, pg_sequence_last_value(s.oid)), E'\\n' ORDER BY s.relname)
                   FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                   JOIN pg_sequence q ON q.seqrelid = s.oid
                   WHERE d.refobjid = OID AND d.classid = 'pg_class'::regclass))"""
                        .replace("OID", oid)
                        .replace("attcollation::regcollation", "attcollation::text"));
    }

    private static final String EVERYTHING =
            """
            CREATE ROLE swap_owner; CREATE ROLE swap_reader; CREATE SCHEMA "S w"; GRANT CREATE, USAGE ON SCHEMA "S w" TO swap_owner;
            CREATE EXTENSION btree_gist;
            CREATE TABLE "S w".country (code char(2) PRIMARY KEY); INSERT INTO "S w".country VALUES ('de');
            CREATE TABLE "S w"."T USING x" (
              gone int, id bigint GENERATED ALWAYS AS IDENTITY (INCREMENT 5 MAXVALUE 99999 CYCLE), n serial,
              "Na me" text COLLATE "C" NOT NULL DEFAULT 'a''b', twice int GENERATED ALWAYS AS (n * 2) STORED,
              country char(2) CONSTRAINT "in a country" REFERENCES "S w".country ON DELETE CASCADE DEFERRABLE,
              parent bigint, during int4range, CONSTRAINT positive CHECK (n > 0), CONSTRAINT "p k" PRIMARY KEY (id),
              UNIQUE (n) INCLUDE (country) DEFERRABLE INITIALLY DEFERRED,
              CONSTRAINT apart EXCLUDE USING gist (country WITH =, during WITH &&)) WITH (fillfactor=70, autovacuum_enabled=false,
                toast.autovacuum_enabled=false);
            ALTER TABLE "S w"."T USING x" DROP COLUMN gone;
            ALTER TABLE "S w"."T USING x" ADD CONSTRAINT of_itself FOREIGN KEY (parent) REFERENCES "S w"."T USING x" NOT VALID;
            ALTER TABLE "S w"."T USING x" ALTER "Na me" SET STORAGE EXTERNAL;
            ALTER TABLE "S w"."T USING x" ALTER "Na me" SET STATISTICS 77;
            ALTER TABLE "S w"."T USING x" ALTER country SET (n_distinct = 3);
            CREATE INDEX "i USING x" ON "S w"."T USING x" USING btree (lower("Na me") DESC NULLS LAST) WITH (fillfactor=50) WHERE n > 1;
            CREATE UNIQUE INDEX ident ON "S w"."T USING x" (n, "Na me");
            ALTER TABLE "S w"."T USING x" ALTER n SET NOT NULL;
            ALTER TABLE "S w"."T USING x" REPLICA IDENTITY USING INDEX ident;
            ALTER TABLE "S w"."T USING x" CLUSTER ON "p k";
            CREATE STATISTICS "S w".st (ndistinct) ON n, country FROM "S w"."T USING x";
            CREATE FUNCTION "S w".f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER t1 BEFORE UPDATE OF n ON "S w"."T USING x" FOR EACH ROW WHEN (OLD.n > 5) EXECUTE FUNCTION "S w".f();
            CREATE TRIGGER t2 AFTER INSERT ON "S w"."T USING x" REFERENCING NEW TABLE AS added EXECUTE FUNCTION "S w".f();
            ALTER TABLE "S w"."T USING x" DISABLE TRIGGER t1; ALTER TABLE "S w"."T USING x" ENABLE ALWAYS TRIGGER t2;
            CREATE POLICY seen ON "S w"."T USING x" FOR SELECT TO swap_reader, swap_owner USING (n < 100 AND id IN
              (SELECT max(id) FROM "S w"."T USING x"));
            CREATE POLICY made ON "S w"."T USING x" AS RESTRICTIVE WITH CHECK (n > 0);
            ALTER TABLE "S w"."T USING x" ENABLE ROW LEVEL SECURITY; ALTER TABLE "S w"."T USING x" FORCE ROW LEVEL SECURITY;
            COMMENT ON TABLE "S w"."T USING x" IS 'of''s'; COMMENT ON COLUMN "S w"."T USING x".n IS 'number';
            COMMENT ON INDEX "S w"."i USING x" IS 'index'; COMMENT ON CONSTRAINT "p k" ON "S w"."T USING x" IS 'key';
            COMMENT ON CONSTRAINT positive ON "S w"."T USING x" IS 'check'; COMMENT ON TRIGGER t1 ON "S w"."T USING x" IS 'trigger';
            COMMENT ON POLICY seen ON "S w"."T USING x" IS 'policy'; COMMENT ON STATISTICS "S w".st IS 'statistics';
            INSERT INTO "S w"."T USING x" ("Na me", country) SELECT 'x' || g, 'de' FROM generate_series(1, 10) g;
            ALTER TABLE "S w"."T USING x" OWNER TO swap_owner;
            REVOKE ALL ON "S w"."T USING x" FROM swap_owner; GRANT SELECT, INSERT, UPDATE, DELETE ON "S w"."T USING x" TO swap_owner;
            GRANT SELECT ON "S w"."T USING x" TO PUBLIC; GRANT INSERT ON "S w"."T USING x" TO swap_reader WITH GRANT OPTION;
            GRANT UPDATE (n, "Na me") ON "S w"."T USING x" TO swap_reader;
            ALTER DEFAULT PRIVILEGES IN SCHEMA "S w" GRANT DELETE ON TABLES TO swap_reader;""";

    @Test
    void everythingComesAlong() {
        pg.sql(EVERYTHING);
        String table = "\"S w\".\"T USING x\"";
        String before = portrait(table);
        String oid = pg.scalar("SELECT '" + table + "'::regclass::oid");
        List<SchemaChange> changes =
                swap(table, "n, \"Na me\", country, parent", "50\ta\tde\t56\n51\tb\tde\t\\N\n", false);
        assertThat(changes).extracting(change -> change.kind().label()).containsExactly("table-replaced");
        assertThat(pg.scalar("SELECT '" + table + "'::regclass::oid")).isNotEqualTo(oid);
        assertThat(pg.scalar("SELECT string_agg(concat_ws('|', id, n, twice, \"Na me\", parent), ' ' ORDER BY n) FROM "
                        + table))
                .isEqualTo("51|50|100|a|56 56|51|102|b");
        assertThat(portrait(table).replaceAll(" 56\\b", " 46")).isEqualTo(before);
        assertThat(pg.scalar("SELECT count(*) FROM pg_class WHERE relname LIKE 'camelpg%'"))
                .isEqualTo("0");
        swap(table, "n, \"Na me\"", "1\tx\n", false);
        assertThat(portrait(table).replaceAll(" 61\\b", " 46")).isEqualTo(before);
        pg.sql(
                "DROP SCHEMA \"S w\" CASCADE; DROP OWNED BY swap_owner, swap_reader; DROP ROLE swap_owner; DROP ROLE swap_reader");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE VIEW v AS SELECT id FROM t; CREATE VIEW vv AS SELECT * FROM v | view v, view vv",
                "CREATE MATERIALIZED VIEW m AS SELECT t FROM t | materialized view m",
                "CREATE TABLE c (t int REFERENCES t (id)) | constraint c_t_fkey on table c",
                "CREATE PUBLICATION p FOR TABLE t | publication of table t in publication p",
                "CREATE TABLE c (r t) | column r of table c",
                "CREATE TABLE c (r t[]) | column r of table c",
                "CREATE FUNCTION f(t) RETURNS int LANGUAGE sql AS 'SELECT 1' | function f(t)",
                "CREATE TABLE c (id int); CREATE POLICY p ON c USING (id IN (SELECT id FROM t)) | policy p on table c",
                "CREATE TABLE c (id int); CREATE RULE r AS ON INSERT TO c DO ALSO INSERT INTO t VALUES (1) | table c",
            })
    void whatCannotComeAlong(String create, String named) {
        String rule = "CREATE TABLE c (id int); CREATE RULE";
        pg.sql("CREATE TABLE t (id int PRIMARY KEY, n int); " + create);
        try {
            PgException refused = refused("t", false);
            assertThat(refused.code()).isEqualTo("PG-223");
            assertThat(refused).hasMessageContaining(named);
            if (!create.startsWith(rule)) {
                List<SchemaChange> changes = swap("t", "id", "1\n", true);
                assertThat(changes)
                        .filteredOn(change -> change.kind() == SchemaChange.Kind.OBJECT_DROPPED)
                        .extracting(SchemaChange::from)
                        .contains(named.split(", "));
                assertThat(pg.scalar("SELECT count(*) FROM t")).isEqualTo("1");
                assertThat(refused("t", false)).isNull();
            }
        } finally {
            pg.sql("DROP TABLE IF EXISTS c; DROP PUBLICATION IF EXISTS p; DROP TABLE t CASCADE");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE TABLE t (id int) PARTITION BY LIST (id) | no ordinary table",
                "CREATE TABLE t (id int); CREATE TABLE c () INHERITS (t) | inherit from it",
                "CREATE TABLE c (id int); CREATE TABLE t () INHERITS (c) | inherits from another",
                "CREATE TABLE t (id int); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING | it has rules",
                "CREATE VIEW t AS SELECT 1 AS id | no ordinary table",
            })
    void whatCannotBeReplaced(String create, String reason) {
        pg.sql(create);
        assertThat(refused("t", true)).hasMessageContaining("PG-504").hasMessageContaining(reason);
        pg.sql("DROP " + (create.startsWith("CREATE VIEW") ? "VIEW" : "TABLE") + " t CASCADE; DROP TABLE IF EXISTS c");
    }

    @Test
    void nothingIsLeftOfOneThatFails() {
        pg.sql("CREATE TABLE whole (id int PRIMARY KEY); INSERT INTO whole VALUES (1)");
        String before = portrait("whole");
        PgException failure = catchThrowableOfType(PgException.class, () -> swap("whole", "id", "2\n2\n", false));
        assertThat(failure).hasMessageContaining("PG-306").hasMessageContaining("whole could not be replaced");
        assertThat(portrait("whole")).isEqualTo(before);
        assertThat(pg.scalar("SELECT count(*) FROM pg_class WHERE relname LIKE 'camelpg%'"))
                .isEqualTo("0");
    }

    /** Until the end, readers see the old table; who writes waits, and writes the new one. */
    @Test
    void readersGoOn() throws Exception {
        pg.sql("CREATE TABLE busy (id int); INSERT INTO busy VALUES (1)");
        Thread writer = new Thread(() -> pg.sql("INSERT INTO busy VALUES (3)"));
        try (Session session = session()) {
            TableSwap swap = begin(session, "busy", false);
            byte[] row = {'2', '\n'};
            session.copyIn("COPY " + swap.table().quoted() + " FROM STDIN", sink -> sink.write(row, 0, row.length));
            assertThat(pg.scalar("SELECT string_agg(id::text, ' ') FROM busy")).isEqualTo("1");
            writer.start();
            Await.until("the writer waits", () -> pg.scalar(
                            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation =" + " 'busy'::regclass")
                    .equals("1"));
            swap.finish();
            session.commit();
        }
        writer.join();
        assertThat(pg.scalar("SELECT string_agg(id::text, ' ' ORDER BY id) FROM busy"))
                .isEqualTo("2 3");
    }

    /** A server process that dies takes all of it along. */
    @Test
    void killedInBetween() throws Exception {
        pg.sql("CREATE TABLE hard (id int); INSERT INTO hard VALUES (1)");
        try (Session session = session()) {
            begin(session, "hard", false);
            try (Connection connection = TestPostgres.connect(pg.database());
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = 'hard'::regclass");
            }
            Await.until("it is gone", () -> pg.scalar("SELECT count(*) FROM pg_class WHERE relname LIKE 'camelpg%'")
                    .equals("0"));
        }
        assertThat(pg.scalar("SELECT string_agg(id::text, ' ') FROM hard")).isEqualTo("1");
    }

    /** Four refreshes of one table at once, and readers who must see one of them as a whole. */
    @Test
    void severalAtOnce() throws Exception {
        pg.sql("CREATE TABLE contested (id int PRIMARY KEY, who int); INSERT INTO contested SELECT i, -1 FROM"
                + " generate_series(1, 50) i");
        AtomicInteger atWork = new AtomicInteger(4);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<?>> running = new ArrayList<>();
        for (int loader = 0; loader < 4; loader++) {
            int who = loader;
            running.add(threads.submit(() -> {
                try {
                    for (int round = 0; round < 5; round++) {
                        List<Map<String, Object>> rows = IntStream.rangeClosed(1, 50)
                                .mapToObj(id -> Map.<String, Object>of("id", id, "who", who))
                                .toList();
                        Exchange load = pg.send("pg:load:contested?mode=overwrite&overwrite=swap", rows);
                        assertThat(load.getException()).isNull();
                    }
                } finally {
                    atWork.decrementAndGet();
                }
            }));
        }
        for (int reader = 0; reader < 2; reader++) {
            running.add(threads.submit(() -> {
                while (atWork.get() > 0) {
                    assertThat(pg.scalar("SELECT count(*) || ' ' || count(DISTINCT who) FROM contested"))
                            .isEqualTo("50 1");
                }
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        threads.shutdown();
        assertThat(pg.scalar("SELECT string_agg(indexname, ' ') FROM pg_indexes WHERE tablename = 'contested'"))
                .isEqualTo("contested_pkey");
    }

    /** A field that comes late changes both tables: the one that is filled, and the one whose place it takes. */
    @Test
    void evolvesOnTheWay() {
        pg.sql("CREATE TABLE moved (id smallint PRIMARY KEY)");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            rows.add(i < 55_000 ? Map.of("id", i) : Map.of("id", i, "Late One", "x"));
        }
        Exchange load = pg.send("pg:load:moved?mode=overwrite&overwrite=swap", rows);
        assertThat(load.getException()).isNull();
        assertThat(pg.scalar("SELECT count(*) || ' ' || count(\"Late_One\") FROM moved"))
                .isEqualTo("60000 5000");
        assertThat(portrait("moved"))
                .contains("id integer t")
                .contains("camel-pg field \"Late One\"")
                .contains("moved_pkey PRIMARY KEY (id)");
    }
}
