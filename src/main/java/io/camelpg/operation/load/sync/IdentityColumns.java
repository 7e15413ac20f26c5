package io.camelpg.operation.load.sync;

import io.camelpg.catalog.RelationColumn;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.TypeCatalog;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that get a value where a row has none: that number its rows, or that rows are not to fill.
 *
 * @param positions in the target, of those that number the rows: none or one
 * @param unfilled those that are not in the target and must have a value
 */
record IdentityColumns(List<Integer> positions, List<String> unfilled) {
    private static final int TEXT = 25;
    private static final StatementPlan IDENTITY = StatementPlan.system(
            """
            SELECT a.attname FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND a.attidentity <> ''""",
            TypeCatalog.builtIn().get(TEXT));

    static IdentityColumns of(Session session, LoadTarget target) {
        List<@Nullable Object[]> rows = session.rows(IDENTITY, target.quoted());
        List<Integer> positions = rows.stream()
                .map(row -> target.position(String.valueOf(row[0])))
                .filter(position -> position >= 0)
                .toList();
        List<String> unfilled = target.relation().columns().stream()
                .filter(column -> column.notNull() && !column.generated() && target.position(column.name()) < 0)
                .map(RelationColumn::name)
                .toList();
        return new IdentityColumns(positions, unfilled);
    }

    /** Whether the rows of a copy have all that the table's keys are over. */
    boolean keepsKeys() {
        return positions.isEmpty() && unfilled.isEmpty();
    }

    /** Lets them be NULL in a copy of the table: rows without a number get it where they are going. */
    void optionalIn(Session session, LoadTarget target, TableName copy) {
        Stream<String> numbers =
                positions.stream().map(column -> target.columns().get(column).name());
        Stream.concat(numbers, unfilled.stream())
                .forEach(name -> session.run(
                        "ALTER TABLE " + copy.quoted() + " ALTER " + Identifier.quote(name) + " DROP NOT NULL"));
    }
}
