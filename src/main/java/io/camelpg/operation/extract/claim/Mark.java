package io.camelpg.operation.extract.claim;

import io.camelpg.catalog.RelationColumn;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.Identifier;
import io.camelpg.type.SqlLiteral;
import java.util.List;

/**
 * How a column says that a row is not to be claimed any more.
 *
 * @param assignment for SET, those of further columns included
 * @param waiting the condition of rows that are still to be claimed
 */
record Mark(RelationColumn column, String assignment, String waiting) {
    /**
     * The first column, with what becomes of the others.
     *
     * @param columns as found, in the order of the option
     * @throws PgException PG-501 where the first column cannot say it, or another takes neither a time nor true
     */
    static Mark of(List<RelationColumn> columns, Ending.Marked ending, String option) {
        Mark first = of(columns.get(0), ending.columns().get(0), option, true);
        StringBuilder assignments = new StringBuilder(first.assignment());
        for (int i = 1; i < columns.size(); i++) {
            assignments
                    .append(", ")
                    .append(of(columns.get(i), ending.columns().get(i), option, false)
                            .assignment());
        }
        return new Mark(first.column(), assignments.toString(), first.waiting());
    }

    /**
     * @param option that names the column
     * @param tells whether it tells the rows that wait
     * @throws PgException PG-501 where the column's type cannot say it
     */
    private static Mark of(RelationColumn column, Ending.MarkedColumn ending, String option, boolean tells) {
        String name = Identifier.quote(column.name());
        String value = ending.value();
        if (value != null) {
            String literal = SqlLiteral.of(value);
            return new Mark(
                    column,
                    name + " = " + literal,
                    column.notNull() ? name + " <> " + literal : name + " IS DISTINCT FROM " + literal);
        }
        String time = Moment.NOW.in(column);
        if (time != null) {
            if (tells && column.notNull()) {
                throw new PgException(
                        PgErrorCode.INVALID_CONFIGURATION,
                        option + " names " + name + ", which is NOT NULL: a row that waits has no time in it");
            }
            return new Mark(column, name + " = " + time, name + " IS NULL");
        }
        if (column.typeName().equals("boolean")) {
            return new Mark(column, name + " = true", column.notNull() ? "NOT " + name : name + " IS NOT TRUE");
        }
        throw new PgException(
                PgErrorCode.INVALID_CONFIGURATION,
                option + " names " + name + ", which is " + column.declaredType()
                        + ": a timestamp or a boolean can be marked as it is, any other type needs the value, as in "
                        + option + "=" + column.name() + ":<value>");
    }
}
