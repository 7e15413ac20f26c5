package io.camelpg.operation.load.schema;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.NearestNames;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The column of a new table that the option {@code keys} means: by its name, or the field that it is made for. */
final class KeyColumn {
    private KeyColumn() {}

    /** @throws PgException PG-207 where the rows have no such field, with the nearest name */
    static String of(TableName table, String key, List<NewColumn> columns) {
        boolean quoted = key.length() > 2 && key.startsWith("\"") && key.endsWith("\"");
        String name = quoted ? key.substring(1, key.length() - 1).replace("\"\"", "\"") : key;
        NewColumn found = first(
                columns, column -> name.equals(column.field()) || column.name().equals(name));
        if (found == null && !quoted) {
            String folded = ColumnNames.snakeCase(name);
            found = first(
                    columns, column -> ColumnNames.snakeCase(column.name()).equals(folded));
        }
        if (found != null) {
            return found.name();
        }
        String nearest =
                NearestNames.among(columns.stream().map(NewColumn::name).toList(), name);
        throw new PgException(
                PgErrorCode.UNDEFINED_COLUMN,
                "keys names " + Identifier.quote(name) + ", and the rows that " + table
                        + " would be made for have no such field",
                "42703",
                nearest == null ? null : "Perhaps you meant \"" + nearest + "\"",
                null);
    }

    private static @Nullable NewColumn first(List<NewColumn> columns, Predicate<NewColumn> meant) {
        return columns.stream().filter(meant).findFirst().orElse(null);
    }
}
