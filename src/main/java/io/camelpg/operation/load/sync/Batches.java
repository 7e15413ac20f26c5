package io.camelpg.operation.load.sync;

import io.camelpg.row.RowStream;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which batches a table has, so that one that comes again is known. */
final class Batches {
    private static final int TEXT = 25;
    private static final int INT8 = 20;
    private static final PgType STRING = TypeCatalog.builtIn().get(TEXT);
    private static final PgType BIGINT = TypeCatalog.builtIn().get(INT8);

    private final SyncContext context;
    private final TableName name;

    /** Creates the table that says so where it is missing. */
    Batches(SyncContext context) {
        this.context = context;
        InternalTables tables = context.internalTables();
        this.name = tables.batches();
        tables.require(
                name,
                "(table_name text, batch_id text, generation_id bigint, loaded_at timestamptz NOT NULL,"
                        + " PRIMARY KEY (table_name, batch_id))");
    }

    /** @param generation which refresh it is part of; null for none */
    boolean knows(String batch, @Nullable Long generation) {
        RowStream rows = context.run(
                        "SELECT FROM " + name.quoted()
                                + " WHERE table_name = $1 AND batch_id = $2 AND generation_id IS NOT DISTINCT FROM $3",
                        List.of(STRING, STRING, BIGINT),
                        context.target().quoted(),
                        batch,
                        generation)
                .rows();
        return rows != null && rows.total() > 0;
    }

    /** Notes that it is there; those that nobody will send again are forgotten. */
    void note(String batch, @Nullable Long generation) {
        context.run(
                "INSERT INTO " + name.quoted() + " VALUES ($1, $2, $3, pg_catalog.now())"
                        + " ON CONFLICT (table_name, batch_id) DO UPDATE SET generation_id = EXCLUDED.generation_id,"
                        + " loaded_at = EXCLUDED.loaded_at",
                List.of(STRING, STRING, BIGINT),
                context.target().quoted(),
                batch,
                generation);
        context.run(
                "DELETE FROM " + name.quoted()
                        + " WHERE table_name = $1 AND loaded_at < pg_catalog.now() - interval '30 days'",
                List.of(STRING),
                context.target().quoted());
    }

    /** Deletes the rows of a batch from a table, by what is noted in them. */
    void delete(String table, String metaColumn, String batch) {
        context.run("DELETE FROM " + table + " WHERE " + metaColumn + " ->> 'batch' = $1", List.of(STRING), batch);
    }
}
