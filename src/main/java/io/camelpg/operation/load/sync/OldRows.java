package io.camelpg.operation.load.sync;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.StatementPlan;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Deletes the rows of a table that others take the place of. Nothing else goes with them. */
final class OldRows {
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final int TEXT = 25;
    private static final StatementPlan CASCADES = StatementPlan.system(
            """
            SELECT c.conrelid::regclass::text
            FROM pg_catalog.pg_constraint c
            WHERE c.confrelid = pg_catalog.to_regclass($1) AND c.contype = 'f' AND c.conparentid = 0
              AND c.conrelid <> c.confrelid AND c.confdeltype IN ('c', 'n', 'd')
            ORDER BY 1""",
            TypeCatalog.builtIn().get(TEXT));

    private OldRows() {}

    /** @throws PgException PG-504 where rows of other tables would be deleted or changed with them */
    static void delete(SyncContext context) {
        List<@Nullable Object[]> others =
                context.session().rows(CASCADES, context.target().quoted());
        if (!others.isEmpty()) {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    "mode=overwrite deletes the rows of " + context.plan().table()
                            + ", and foreign keys would delete or change rows of "
                            + others.stream().map(row -> String.valueOf(row[0])).collect(Collectors.joining(", ")),
                    null,
                    "Use mode=dedup, which keeps rows whose key stays, or a foreign key without ON DELETE",
                    null);
        }
        try {
            context.run("DELETE FROM " + context.target().quoted());
        } catch (PgException e) {
            if (!FOREIGN_KEY_VIOLATION.equals(e.sqlState())) {
                throw e;
            }
            throw new PgException(
                    e.errorCode(),
                    e.detail(),
                    e.sqlState(),
                    "Rows of another table refer to those that mode=overwrite deletes: make the foreign key DEFERRABLE"
                            + " INITIALLY DEFERRED, or use mode=dedup, which keeps rows whose key stays",
                    e);
        }
    }
}
