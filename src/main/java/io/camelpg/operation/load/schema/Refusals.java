package io.camelpg.operation.load.schema;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.RowFields;
import io.camelpg.sql.TableName;
import java.util.List;
import java.util.stream.Collectors;

/** What is said where a table is not changed. */
final class Refusals {
    private static final int SHOWN = 30;

    private Refusals() {}

    static PgException frozen(TableName table, String differences) {
        return new PgException(PgErrorCode.SCHEMA_FROZEN, table + ": " + differences);
    }

    /** The missing columns with the types that they would have. */
    static String columns(Differences differences) {
        return listed(differences.newFields().stream()
                .map(column -> RowFields.shown(String.valueOf(column.field())) + " (" + column.type() + ")")
                .toList());
    }

    static String quoted(List<String> names) {
        return listed(names.stream().map(name -> '"' + name + '"').toList());
    }

    private static String listed(List<String> all) {
        String some = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return all.size() > SHOWN ? some + " and " + (all.size() - SHOWN) + " more" : some;
    }

    /** @throws PgException PG-308 */
    static void requireFilled(TableName table, Differences differences) {
        if (!differences.unfilled().isEmpty()) {
            throw new PgException(
                    PgErrorCode.NOT_NULL_VIOLATION,
                    table + " has columns that must have a value, and no row has a field for them: "
                            + quoted(differences.unfilled()),
                    "23502",
                    "Give the rows these fields, or the columns a default, or ALTER COLUMN … DROP NOT NULL",
                    null);
        }
    }
}
