package io.camelpg.operation.extract;

import io.camelpg.catalog.Relation;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.SqlTemplate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements of an incremental read of one table. A run's first one asks for the state of the server's transactions
 * together with rows that are read under the same snapshot; later ones are given that state. Thread-safe.
 */
final class IncrementalSql {
    /** Columns in front of the table's, where the state is asked for: the state, and whether there is a row at all. */
    static final int STATE_COLUMNS = 6;

    static final String PREFIX = "camel_pg_";
    static final String SETTLED = PREFIX + "settled";
    static final String REFERENCE = PREFIX + "reference";
    static final String FROM = PREFIX + "from";
    static final String FLOOR = PREFIX + "floor";
    static final String CLOCK = PREFIX + "clock";
    static final String BACK = PREFIX + "back";
    static final String AFTER = PREFIX + "after_";
    static final String LIMIT = PREFIX + "limit";

    /** OFFSET 0 keeps the server from asking for each row again. */
    private static final String STATE =
            """
            SELECT pg_catalog.txid_snapshot_xmin(c.now) AS camel_pg_settled,
              pg_catalog.txid_snapshot_xmax(c.now) AS camel_pg_reference,
              ARRAY(SELECT l.virtualxid FROM pg_catalog.pg_locks l
                    LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                    WHERE l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock' AND l.granted
                      AND l.pid <> pg_catalog.pg_backend_pid()
                      AND (a.datid IS NULL OR a.datname = pg_catalog.current_database())) AS camel_pg_running,
              pg_catalog.clock_timestamp()::text AS camel_pg_clock,
              pg_catalog.pg_is_in_recovery() AS camel_pg_standby
            FROM (SELECT pg_catalog.txid_current_snapshot() AS now OFFSET 0) c OFFSET 0""";

    /**
     * Which parts a statement has.
     *
     * @param asks whether the state is asked for
     * @param floored whether there is a lower end
     * @param resumed whether it goes on behind a row
     * @param fromNull whether that row's cursor is NULL
     */
    record Shape(boolean asks, boolean floored, boolean resumed, boolean fromNull) {}

    private final ExtractPlan plan;
    private final Relation relation;
    private final CursorColumns columns;
    private final NullCursor nullCursor;
    private final Map<Shape, SqlTemplate> made = new ConcurrentHashMap<>();

    IncrementalSql(ExtractPlan plan, Relation relation, CursorColumns columns, NullCursor nullCursor) {
        this.plan = plan;
        this.relation = relation;
        this.columns = columns;
        this.nullCursor = nullCursor;
    }

    SqlTemplate get(Shape shape) {
        return made.computeIfAbsent(shape, wanted -> SqlTemplate.parse(text(wanted)));
    }

    private String text(Shape shape) {
        if (!shape.asks()) {
            return "SELECT " + rows(shape, "CAST(:" + REFERENCE + " AS int8)", "CAST(:" + SETTLED + " AS int8)");
        }
        return "SELECT camel_pg_run.*, camel_pg_rows.* FROM (" + STATE
                + ") camel_pg_run LEFT JOIN LATERAL (SELECT true AS camel_pg_present, "
                + rows(shape, "camel_pg_reference", "camel_pg_settled") + ") camel_pg_rows ON true";
    }

    private String rows(Shape shape, String reference, String settled) {
        return ExtractSource.columns(plan, relation) + ", " + columns.quoted() + " FROM "
                + ExtractSource.name(relation).quoted() + " WHERE "
                + written(reference, settled, "CAST(:" + FROM + " AS int8)", "xmin::text::int8") + nulls(shape)
                + after(shape) + (plan.where() == null ? "" : " AND " + Condition.enclosed(plan.where()))
                + " ORDER BY " + Identifier.quote(columns.cursor().name()) + (readsNulls() ? " NULLS FIRST" : "")
                + (columns.order().size() > 1 ? ", " + columns.quoted(1) : "")
                + " LIMIT CAST(:" + LIMIT + " AS int8)";
    }

    /**
     * By transactions from one to the other. A row has 32 bits of the id; how far they are below the reference says which
     * id it is, unless more than 2³² ids have been given since, and what is so old was read in the first run. That one
     * therefore reads what it sees, once ids have been used twice.
     */
    static String written(String reference, String settled, String from, String id) {
        String below = "(" + reference + " - " + id + " & 4294967295)";
        return below + " <= " + reference + " - " + from + " AND (" + below + " > " + reference + " - " + settled
                + " OR " + from + " = 0 AND " + reference + " > 4294967295)";
    }

    /** Whether rows whose cursor is NULL are read, if only to fail. */
    private boolean readsNulls() {
        return !columns.cursor().notNull() && nullCursor != NullCursor.exclude;
    }

    private String nulls(Shape shape) {
        String cursor = Identifier.quote(columns.cursor().name());
        if (!shape.floored()) {
            return readsNulls() || columns.cursor().notNull() ? "" : " AND " + cursor + " IS NOT NULL";
        }
        String floor = cursor + " >= " + columns.kind().floor(":" + FLOOR, ":" + CLOCK, ":" + BACK);
        return readsNulls() ? " AND (" + cursor + " IS NULL OR " + floor + ")" : " AND " + floor;
    }

    private String after(Shape shape) {
        if (!shape.resumed()) {
            return "";
        }
        if (!shape.fromNull()) {
            return " AND (" + columns.quoted() + ") > (" + placeholders(0) + ")";
        }
        String cursor = Identifier.quote(columns.cursor().name());
        return " AND (" + cursor + " IS NOT NULL OR (" + columns.quoted(1) + ") > (" + placeholders(1) + "))";
    }

    private String placeholders(int from) {
        return IntStream.range(from, columns.order().size())
                .mapToObj(i -> ":" + AFTER + i)
                .collect(Collectors.joining(", "));
    }
}
