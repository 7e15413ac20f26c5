package io.camelpg.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every operation writes rows with its own id into a table that takes them as often as they come. Afterwards the table is
 * compared with what callers were told. Upserts and the like write there by a trigger, so that doing it twice shows.
 */
final class Ledger {
    /** {@code mood} makes statements fail: with a SQLSTATE, for each nth id, at one part only, at the commit. */
    static final String SCHEMA =
            """
            CREATE TABLE entry (id bigint NOT NULL, part int NOT NULL, counted boolean NOT NULL DEFAULT false);
            CREATE TABLE archive (LIKE entry);
            CREATE TABLE thing (id bigint PRIMARY KEY, name text, n int);
            CREATE TABLE counter (k int PRIMARY KEY, n bigint NOT NULL);
            INSERT INTO counter SELECT k, 0 FROM generate_series(0, 9) k;
            CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL);
            INSERT INTO account SELECT id, 1000 FROM generate_series(0, 9) id;
            CREATE TABLE fixed (id int PRIMARY KEY, payload text NOT NULL);
            INSERT INTO fixed SELECT id, 'payload ' || id FROM generate_series(0, 999) id;
            CREATE TABLE mood (state text NOT NULL, nth int NOT NULL, part int, at_commit boolean NOT NULL);
            CREATE FUNCTION moody() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE m record;
            BEGIN
              FOR m IN SELECT * FROM mood WHERE at_commit = (TG_NAME = 'moody_at_commit') LOOP
                IF NEW.id % m.nth = 0 AND coalesce(m.part, NEW.part) = NEW.part THEN
                  RAISE EXCEPTION 'in a bad mood' USING ERRCODE = m.state;
                END IF;
              END LOOP;
              RETURN NULL;
            END $$;
            CREATE TRIGGER moody AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION moody();
            CREATE CONSTRAINT TRIGGER moody_at_commit AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
              FOR EACH ROW EXECUTE FUNCTION moody();
            CREATE FUNCTION entered() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO entry (id, part) VALUES (NEW.id / 100, NEW.id % 100); RETURN NULL; END $$;
            CREATE TRIGGER entered AFTER INSERT OR UPDATE ON thing FOR EACH ROW EXECUTE FUNCTION entered();
            GRANT ALL ON ALL TABLES IN SCHEMA public TO app
            """;

    private static final String ROWS = "SELECT id, part, count(*) FROM (TABLE entry UNION ALL TABLE archive) e"
            + " WHERE id >= %d GROUP BY id, part";

    private final AtomicLong ids = new AtomicLong();

    /** What was done with one operation's rows. */
    private static final class Found {
        final Set<Integer> parts = new HashSet<>();
        boolean twice;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    /** The first id that nobody has yet. */
    long mark() {
        return ids.get() + 1;
    }

    /** Compares all attempts from the mark on with what is in the database. */
    void compare(Scene scene, long mark, Collection<Attempt> attempts, Comparison comparison) {
        Map<Long, Found> found = new HashMap<>();
        for (List<Object> row : scene.rows(ROWS.formatted(mark))) {
            Found rows = found.computeIfAbsent(((Number) row.get(0)).longValue(), id -> new Found());
            rows.parts.add(((Number) row.get(1)).intValue());
            rows.twice |= ((Number) row.get(2)).longValue() > 1;
        }
        for (Attempt attempt : attempts) {
            Found rows = found.remove(attempt.id());
            comparison.add(attempt, rows == null ? 0 : rows.parts.size(), rows != null && rows.twice);
        }
        found.keySet().forEach(id -> comparison.violation(Violation.UNASKED, "nobody wrote " + id));
        balances(scene).forEach(text -> comparison.violation(Violation.BALANCE, text));
    }

    private static List<String> balances(Scene scene) {
        List<String> wrong = new ArrayList<>();
        String counted = scene.scalar("SELECT (SELECT sum(n) FROM counter)"
                + " - (SELECT count(*) FROM (TABLE entry UNION ALL TABLE archive) e WHERE counted)");
        if (!counted.equals("0")) {
            wrong.add("counters are off by " + counted);
        }
        String money = scene.scalar("SELECT sum(balance) - 10000 FROM account");
        if (!money.equals("0")) {
            wrong.add("accounts are off by " + money);
        }
        return wrong;
    }
}
