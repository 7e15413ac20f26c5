package io.camelpg.operation.upsert;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.catalog.Relations;
import io.camelpg.catalog.UniqueKey;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.FieldNames;
import io.camelpg.operation.OptionColumn;
import io.camelpg.operation.TargetColumn;
import io.camelpg.row.Column;
import io.camelpg.row.Columns;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds an endpoint's settings against the table: columns, the key to go by, what is given back. */
final class TargetResolver {
    private final UpsertPlan plan;
    private final Session session;
    private final Relation relation;

    private TargetResolver(UpsertPlan plan, Session session, Relation relation) {
        this.plan = plan;
        this.session = session;
        this.relation = relation;
    }

    /**
     * Reads the catalog.
     *
     * @throws PgException PG-206, PG-207, PG-221 or PG-504 where the table is not one for these settings
     */
    static UpsertTarget resolve(UpsertPlan plan, Session session) {
        return new TargetResolver(plan, session, Relations.read(session, plan.table())).target();
    }

    private UpsertTarget target() {
        requireTable();
        UniqueKey key = new KeyChoice(plan, relation, this::columnName).key();
        Set<String> written = written(key);
        List<TargetColumn> columns = new ArrayList<>();
        Set<String> calculated = new HashSet<>();
        for (RelationColumn column : relation.columns()) {
            if (isCalculated(column, key)) {
                calculated.add(column.name());
            } else if (written.isEmpty() || written.contains(column.name())) {
                columns.add(TargetColumn.of(session, column));
            }
        }
        List<String> names = columns.stream().map(TargetColumn::name).toList();
        return new UpsertTarget(
                plan,
                relation,
                List.copyOf(columns),
                key.columns().stream().map(names::indexOf).toList(),
                version(names),
                OptionColumn.store(relation, plan.unknownFields(), names),
                key,
                KeyChoice.arbiter(key),
                new FieldNames(names, calculated, FieldNames.made(relation.columns())),
                returned(),
                session.serverVersion(),
                UpsertTarget.noShapes());
    }

    private void requireTable() {
        if (relation.kind() != 'r' && relation.kind() != 'p') {
            throw unsupported(
                    relation.kindName() + ", which ON CONFLICT does not work with",
                    "Name the table behind it, or use pg:execute");
        }
        if (relation.rules()) {
            throw unsupported(
                    "a table with rules (CREATE RULE), which ON CONFLICT does not work with",
                    "Make a trigger of the rule, or use pg:execute");
        }
    }

    private PgException unsupported(String what, String hint) {
        return new PgException(
                PgErrorCode.UNSUPPORTED,
                "pg:upsert writes tables, and " + new TableName(relation.schema(), relation.name()) + " is " + what,
                null,
                hint,
                null);
    }

    /** What the server calculates is never written; a key GENERATED ALWAYS AS IDENTITY is, for it says which row. */
    private static boolean isCalculated(RelationColumn column, UniqueKey key) {
        return column.generated() || (column.identityAlways() && !key.columns().contains(column.name()));
    }

    private Set<String> written(UniqueKey key) {
        Set<String> written = new LinkedHashSet<>();
        for (String name : plan.columns()) {
            written.add(columnName(name));
        }
        if (!written.isEmpty()) {
            written.addAll(key.columns());
            String version = plan.versionColumn();
            if (version != null) {
                written.add(columnName(version));
            }
            String store = plan.unknownFields().store();
            if (store != null) {
                written.add(columnName(store));
            }
        }
        return written;
    }

    private int version(List<String> names) {
        String version = plan.versionColumn();
        return version == null ? -1 : OptionColumn.writable(columnName(version), names, "versionColumn");
    }

    private @Nullable Columns returned() {
        if (plan.returning().isEmpty()) {
            return null;
        }
        List<Column> columns = new ArrayList<>();
        for (String name : plan.returning()) {
            if (name.equals("*")) {
                relation.columns().forEach(column -> columns.add(described(column)));
            } else {
                columns.add(described(Objects.requireNonNull(relation.column(columnName(name)))));
            }
        }
        return new Columns(columns);
    }

    private Column described(RelationColumn column) {
        return new Column(
                column.name(),
                session.database().type(session, column.typeOid()),
                column.typmod(),
                !column.notNull(),
                null);
    }

    private String columnName(String written) {
        return ColumnNames.find(relation, written).name();
    }
}
