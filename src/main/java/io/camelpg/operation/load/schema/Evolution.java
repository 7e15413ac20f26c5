package io.camelpg.operation.load.schema;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.catalog.Relations;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.SchemaChange.Kind;
import io.camelpg.operation.load.schema.TableFit.Fitted;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes a table, or makes it, in the open transaction. Those who change tables of one name wait for each other; where
 * somebody else made the same at the same time, without asking for the lock, it is looked at once more.
 */
final class Evolution {
    private static final String SAVEPOINT = "camelpg_schema";

    /** duplicate_table, duplicate_column, duplicate_schema, duplicate_object (its row type), unique_violation of a catalog. */
    private static final Set<String> SOMEBODY_ELSE = Set.of("42P07", "42701", "42P06", "42710", "23505");

    private final TableName table;
    private final List<String> keys;
    private final List<NewColumn> extra;

    Evolution(TableName table, List<String> keys, List<NewColumn> extra) {
        this.table = table;
        this.keys = keys;
        this.extra = extra;
    }

    Fitted evolve(Session session, SeenFields seen, SourceColumns source) {
        session.renewDeadline();
        SchemaLock.ofTable(session, table.name());
        try {
            return attempt(session, seen, source);
        } catch (PgException e) {
            String state = e.sqlState();
            if (state == null || !SOMEBODY_ELSE.contains(state)) {
                throw e;
            }
            return attempt(session, seen, source);
        }
    }

    private Fitted attempt(Session session, SeenFields seen, SourceColumns source) {
        Relation relation = Relations.find(session, table);
        Differences differences = Differences.of(relation, seen, source, extra, false, session.serverVersion());
        Refusals.requireFilled(table, differences);
        if (relation != null && !differences.needed()) {
            return new Fitted(relation, differences.columns(), List.of());
        }
        Surroundings surroundings = Surroundings.of(session, table);
        List<SchemaChange> changes;
        if (relation == null) {
            String schema = table.schema();
            if (schema != null && !surroundings.exists()) {
                SchemaLock.ofSchema(session, schema);
                surroundings = Surroundings.of(session, table);
            }
            changes = creation(surroundings, differences);
        } else {
            changes = alterations(session, relation, differences);
        }
        run(session, surroundings, relation == null, changes);
        return new Fitted(Relations.read(session, placed(relation, surroundings)), differences.columns(), changes);
    }

    private TableName placed(@Nullable Relation relation, Surroundings surroundings) {
        return relation == null ? surroundings.place(table) : TableFit.name(relation);
    }

    private List<SchemaChange> creation(Surroundings surroundings, Differences differences) {
        TableName name = surroundings.place(table);
        List<NewColumn> columns = differences.missing();
        if (columns.isEmpty()) {
            throw new PgException(
                    PgErrorCode.UNDEFINED_TABLE,
                    "relation \"" + table + "\" does not exist, and no field of the rows has a value that says what its"
                            + " columns are",
                    "42P01",
                    null,
                    null);
        }
        List<SchemaChange> changes = new ArrayList<>();
        if (table.schema() != null && !surroundings.exists()) {
            changes.add(new SchemaChange(
                    Kind.SCHEMA_CREATED, name, null, null, null, null, SchemaSql.createSchema(table.schema())));
        }
        List<String> primaryKey =
                keys.stream().map(key -> KeyColumn.of(table, key, columns)).toList();
        changes.add(new SchemaChange(
                Kind.TABLE_CREATED, name, null, null, null, null, SchemaSql.createTable(name, columns, primaryKey)));
        for (NewColumn column : columns) {
            changes.add(new SchemaChange(
                    Kind.COLUMN_ADDED, name, column.name(), null, column.type(), column.field(), null));
        }
        return changes;
    }

    private List<SchemaChange> alterations(Session session, Relation relation, Differences differences) {
        TableName name = TableFit.name(relation);
        if (!relation.partitioned() && relation.kind() != 'r') {
            throw new PgException(
                    PgErrorCode.UNSUPPORTED,
                    name + " is " + relation.kindName() + ", which is not changed for its rows: it has no column for "
                            + Refusals.columns(differences)
                            + (differences.widened().isEmpty() ? "" : ", or one of a type too narrow"),
                    null,
                    "Change it, or set schemaContract=discard",
                    null);
        }
        List<SchemaChange> changes = new ArrayList<>();
        for (NewColumn column : differences.missing()) {
            changes.add(new SchemaChange(
                    Kind.COLUMN_ADDED,
                    name,
                    column.name(),
                    null,
                    column.type(),
                    column.field(),
                    SchemaSql.addColumn(name, column)));
        }
        for (Differences.Widened widened : differences.widened()) {
            RelationColumn column = widened.column();
            ColumnUsers.requireNone(session, name, column.name(), widened.to());
            changes.add(new SchemaChange(
                    Kind.COLUMN_WIDENED,
                    name,
                    column.name(),
                    column.declaredType(),
                    widened.to(),
                    widened.field(),
                    SchemaSql.widen(name, column.name(), widened.to())));
        }
        return changes;
    }

    private void run(Session session, Surroundings surroundings, boolean created, List<SchemaChange> changes) {
        String sql = changes.stream()
                .map(SchemaChange::sql)
                .filter(statement -> statement != null)
                .collect(Collectors.joining("; "));
        session.renewDeadline();
        session.savepoint(SAVEPOINT);
        try {
            session.run(sql);
        } catch (PgException e) {
            session.rollbackTo(SAVEPOINT);
            throw surroundings.refused(table, created, e);
        }
        session.release(SAVEPOINT);
    }
}
