package io.camelpg.operation.load.schema;

import io.camelpg.catalog.KeptName;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.SqlLiteral;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The statements that change a table. */
final class SchemaSql {
    private SchemaSql() {}

    static String createSchema(String schema) {
        return "CREATE SCHEMA " + Identifier.quote(schema);
    }

    /** @param keys names of the primary key's columns; empty for none */
    static String createTable(TableName table, List<NewColumn> columns, List<String> keys) {
        String primaryKey = keys.isEmpty()
                ? ""
                : ", PRIMARY KEY (" + keys.stream().map(Identifier::quote).collect(Collectors.joining(", ")) + ")";
        return "CREATE TABLE " + table.quoted() + " ("
                + columns.stream().map(SchemaSql::definition).collect(Collectors.joining(", ")) + primaryKey + ")"
                + columns.stream()
                        .filter(NewColumn::renamed)
                        .map(column -> "; " + comment(table, column))
                        .collect(Collectors.joining());
    }

    static String addColumn(TableName table, NewColumn column) {
        return "ALTER TABLE " + table.quoted() + " ADD COLUMN " + definition(column)
                + (column.renamed() ? "; " + comment(table, column) : "");
    }

    static String widen(TableName table, String column, String type) {
        return "ALTER TABLE " + table.quoted() + " ALTER COLUMN " + Identifier.quote(column) + " TYPE " + type;
    }

    private static String definition(NewColumn column) {
        return Identifier.quote(column.name()) + " " + column.type();
    }

    private static String comment(TableName table, NewColumn column) {
        return "COMMENT ON COLUMN " + table.quoted() + "." + Identifier.quote(column.name()) + " IS "
                + SqlLiteral.of(KeptName.comment(Objects.requireNonNull(column.field())));
    }
}
