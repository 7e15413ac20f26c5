package io.camelpg.operation.load.schema;

import io.camelpg.catalog.NearestNames;
import io.camelpg.catalog.Relation;
import io.camelpg.catalog.Relations;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.RowFields;
import io.camelpg.operation.SchemaChange;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a table fit for rows, as far as its contract allows, or says why it does not. Immutable and thread-safe; it works in
 * the session's open transaction, so whatever it does is undone with that.
 */
public final class TableFit {
    private final TableName table;
    private final SchemaContract contract;
    private final List<String> keys;
    private final List<NewColumn> extra;

    /**
     * For one table.
     *
     * @param keys fields or columns that become the primary key of a table that is made; empty for none
     * @param extra columns that no field has, but that the loader fills; they are added where they are missing, with {@link
     *     SchemaContract#evolve}, and are no field's otherwise
     */
    public TableFit(TableName table, SchemaContract contract, List<String> keys, List<NewColumn> extra) {
        this.table = table;
        this.contract = contract;
        this.keys = List.copyOf(keys);
        this.extra = List.copyOf(extra);
    }

    public SchemaContract contract() {
        return contract;
    }

    /**
     * A table for some rows.
     *
     * @param relation as it is now, in this transaction
     * @param columns by field, the name of its column; without the fields that have none and are left out
     * @param changes what was done, and what was left out, in order
     */
    public record Fitted(Relation relation, Map<String, String> columns, List<SchemaChange> changes) {
        public Fitted {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The table, fit for rows with these fields.
     *
     * @param known the table as it was when somebody looked, which is looked at again where it does not fit; null for nothing
     * @param source the types that the fields had where they came from
     * @throws PgException PG-206 where there is no table and none may be made, PG-222 for differences with {@link
     *     SchemaContract#freeze}, PG-308 where a column needs a value and has no field, PG-212 where the user may not change
     *     it, PG-223 where a view keeps a column from being widened
     */
    public Fitted fit(Session session, @Nullable Relation known, SeenFields seen, SourceColumns source) {
        Relation relation = known == null ? Relations.find(session, table) : known;
        if (relation != null) {
            Differences differences = compare(session, relation, seen, source);
            boolean fits = contract == SchemaContract.evolve
                    ? !differences.needed()
                    : differences.newFields().isEmpty();
            if (fits && differences.unfilled().isEmpty()) {
                return new Fitted(relation, differences.columns(), List.of());
            }
        }
        return switch (contract) {
            case evolve -> new Evolution(table, keys, extra).evolve(session, seen, source);
            case freeze -> frozen(session, seen, source);
            case discard -> discarded(session, seen, source);
        };
    }

    /** Takes the table's lock already now, for a load that will go on for long: it waits here, and not with locks of its own. */
    public void lock(Session session) {
        if (contract == SchemaContract.evolve) {
            SchemaLock.ofTable(session, table.name());
        }
    }

    /** The columns without a default that no row had a field for, as changes that were not made. */
    public List<SchemaChange> absent(Session session, Relation relation, SeenFields seen) {
        return compare(session, relation, seen, SourceColumns.NONE).absent().stream()
                .filter(column -> !column.hasDefault())
                .map(column -> new SchemaChange(
                        SchemaChange.Kind.COLUMN_ABSENT,
                        name(relation),
                        column.name(),
                        column.declaredType(),
                        column.declaredType(),
                        column.field(),
                        null))
                .toList();
    }

    private Differences compare(Session session, @Nullable Relation relation, SeenFields seen, SourceColumns source) {
        boolean evolves = contract == SchemaContract.evolve;
        List<NewColumn> own = evolves ? extra : there(relation);
        return Differences.of(relation, seen, source, own, !evolves, session.serverVersion());
    }

    /** The loader's own columns, as far as the table has them: it does without the others where it may not make them. */
    private List<NewColumn> there(@Nullable Relation relation) {
        return extra.stream()
                .filter(column -> relation != null && relation.column(column.name()) != null)
                .toList();
    }

    private Fitted frozen(Session session, SeenFields seen, SourceColumns source) {
        Relation relation = Relations.find(session, table);
        Differences differences = compare(session, relation, seen, source);
        if (relation == null) {
            throw Refusals.frozen(table, "there is no such table; it would have " + Refusals.columns(differences));
        }
        List<NewColumn> fields = differences.newFields();
        if (!fields.isEmpty()) {
            String unfilled = differences.unfilled().isEmpty()
                    ? ""
                    : "; columns that need a value and have no field: " + Refusals.quoted(differences.unfilled());
            throw Refusals.frozen(table, "fields without a column: " + Refusals.columns(differences) + unfilled);
        }
        Refusals.requireFilled(table, differences);
        return new Fitted(relation, differences.existing(), List.of());
    }

    private Fitted discarded(Session session, SeenFields seen, SourceColumns source) {
        Relation relation = Relations.find(session, table);
        if (relation == null) {
            throw Relations.missing(session, table);
        }
        Differences differences = compare(session, relation, seen, source);
        Refusals.requireFilled(table, differences);
        List<SchemaChange> discarded = new ArrayList<>();
        for (NewColumn column : differences.newFields()) {
            discarded.add(new SchemaChange(
                    SchemaChange.Kind.FIELD_DISCARDED, name(relation), null, null, null, column.field(), null));
        }
        Map<String, String> columns = differences.existing();
        if (columns.isEmpty() && !discarded.isEmpty()) {
            throw noneFits(relation, differences);
        }
        return new Fitted(relation, columns, discarded);
    }

    private PgException noneFits(Relation relation, Differences differences) {
        String field = differences.newFields().stream()
                .map(NewColumn::field)
                .findFirst()
                .orElse("");
        String nearest = NearestNames.among(
                relation.columns().stream().map(column -> column.name()).toList(), String.valueOf(field));
        return new PgException(
                PgErrorCode.UNDEFINED_COLUMN,
                "no field of the rows has a column in " + table + ", " + RowFields.shown(String.valueOf(field))
                        + " for one",
                "42703",
                nearest == null ? null : "Perhaps you meant \"" + nearest + "\"",
                null);
    }

    static TableName name(Relation relation) {
        return new TableName(relation.schema(), relation.name());
    }
}
