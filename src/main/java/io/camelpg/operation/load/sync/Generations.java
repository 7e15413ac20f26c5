package io.camelpg.operation.load.sync;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowStream;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which refresh a table has, and which one is on its way. The lock on the table holds for that, too. */
final class Generations {
    private static final int TEXT = 25;
    private static final int INT8 = 20;
    private static final PgType STRING = TypeCatalog.builtIn().get(TEXT);
    private static final PgType BIGINT = TypeCatalog.builtIn().get(INT8);

    /**
     * What is known of a table.
     *
     * @param complete the refresh whose rows it has; null for none
     * @param begun the refresh that waits for the rest of its rows; null for none
     */
    record Known(@Nullable Long complete, @Nullable Long begun) {}

    private final SyncContext context;
    private final TableName name;

    /** Creates the table that says so where it is missing. */
    Generations(SyncContext context) {
        this.context = context;
        InternalTables tables = context.internalTables();
        this.name = tables.generations();
        tables.require(
                name,
                "(table_name text PRIMARY KEY, complete_generation_id bigint, begun_generation_id bigint,"
                        + " changed_at timestamptz NOT NULL)");
    }

    Known known() {
        RowStream rows = context.run(
                        "SELECT complete_generation_id, begun_generation_id FROM " + name.quoted()
                                + " WHERE table_name = $1",
                        List.of(STRING),
                        context.target().quoted())
                .rows();
        if (rows == null || !rows.advance()) {
            return new Known(null, null);
        }
        RowDecoder decoder = new RowDecoder(rows, false);
        return new Known(number(decoder.value(0)), number(decoder.value(1)));
    }

    private static @Nullable Long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : null;
    }

    void note(Known now) {
        context.run(
                "INSERT INTO " + name.quoted() + " VALUES ($1, $2, $3, pg_catalog.now())"
                        + " ON CONFLICT (table_name) DO UPDATE SET complete_generation_id ="
                        + " EXCLUDED.complete_generation_id, begun_generation_id = EXCLUDED.begun_generation_id,"
                        + " changed_at = EXCLUDED.changed_at",
                List.of(STRING, BIGINT, BIGINT),
                context.target().quoted(),
                now.complete(),
                now.begun());
    }

    /** @throws PgException PG-410 where the refresh is over, or another one has begun since */
    void requireCurrent(long generation, Known known) {
        Long complete = known.complete();
        Long begun = known.begun();
        if (complete != null && generation <= complete) {
            throw outdated(generation, "the table has generation " + complete + ", complete");
        }
        if (begun != null && generation < begun) {
            throw outdated(generation, "generation " + begun + " has begun");
        }
    }

    private PgException outdated(long generation, String why) {
        return new PgException(
                PgErrorCode.GENERATION_OUTDATED,
                "generation " + generation + " of " + context.plan().table() + " is over: " + why);
    }
}
