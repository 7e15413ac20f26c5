package io.camelpg.operation.load;

import io.camelpg.catalog.ColumnNames;
import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.catalog.Relations;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.FieldNames;
import io.camelpg.operation.OptionColumn;
import io.camelpg.operation.RowFields;
import io.camelpg.operation.TargetColumn;
import io.camelpg.operation.load.schema.TableFit;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table as one endpoint fills it. Thread-safe; another one is made when the table changes.
 *
 * @param columns that rows may fill, in the table's order
 * @param types of the columns
 * @param store position of the column that takes unknown fields, -1 where there is none
 * @param meta where it is noted where rows come from, for what keeps a table in step with a source
 * @param defaults positions of the columns that get another value than NULL where a row has no field for them
 */
public record LoadTarget(
        LoadPlan plan,
        Relation relation,
        List<TargetColumn> columns,
        List<PgType> types,
        FieldNames fields,
        int store,
        MetaColumns meta,
        BitSet defaults) {

    /**
     * Reads the catalog.
     *
     * @throws PgException PG-206, PG-207, PG-501 or PG-504 where the table is not one for these settings
     */
    public static LoadTarget resolve(LoadPlan plan, Session session) {
        return of(plan, Relations.read(session, plan.table()), session);
    }

    /** A table that was made fit for rows, with the columns that their fields were given. */
    static LoadTarget fitted(LoadPlan plan, TableFit.Fitted table, Session session) {
        LoadTarget target = of(plan, table.relation(), session);
        return new LoadTarget(
                plan,
                target.relation,
                target.columns,
                target.types,
                FieldNames.assigned(
                        table.columns(),
                        target.columns.stream().map(TargetColumn::name).toList()),
                target.store,
                target.meta,
                target.defaults);
    }

    private static LoadTarget of(LoadPlan plan, Relation relation, Session session) {
        requireFillable(plan, relation);
        SyncPlan sync = plan.sync();
        List<String> metaNames = sync == null ? List.of() : MetaColumns.names(sync.metaPrefix());
        Set<String> written = written(plan, relation);
        List<TargetColumn> columns = new ArrayList<>();
        Set<String> calculated = new HashSet<>();
        BitSet defaults = new BitSet();
        for (RelationColumn column : relation.columns()) {
            if (column.generated()) {
                calculated.add(column.name());
            } else if (written.isEmpty() || written.contains(column.name()) || metaNames.contains(column.name())) {
                defaults.set(columns.size(), column.hasDefault());
                columns.add(TargetColumn.of(session, column));
            }
        }
        List<String> names = columns.stream().map(TargetColumn::name).toList();
        calculated.addAll(metaNames);
        for (String name : written) {
            OptionColumn.writable(name, names, "columns");
        }
        return new LoadTarget(
                plan,
                relation,
                List.copyOf(columns),
                columns.stream().map(TargetColumn::type).toList(),
                new FieldNames(names, calculated, FieldNames.made(relation.columns())),
                OptionColumn.store(relation, plan.unknownFields(), names),
                sync == null ? MetaColumns.NONE : MetaColumns.among(columns, sync.metaPrefix()),
                defaults);
    }

    private static Set<String> written(LoadPlan plan, Relation relation) {
        Set<String> written = new LinkedHashSet<>();
        for (String name : plan.columns()) {
            written.add(ColumnNames.find(relation, name).name());
        }
        String store = plan.unknownFields().store();
        if (!written.isEmpty() && store != null) {
            written.add(ColumnNames.find(relation, store).name());
        }
        return written;
    }

    private static void requireFillable(LoadPlan plan, Relation relation) {
        SyncPlan sync = plan.sync();
        if (sync != null && "rp".indexOf(relation.kind()) < 0) {
            throw unsupported(
                    relation,
                    relation.kindName() + ", which mode=" + sync.mode().spelled() + " does not keep",
                    "Name the table behind it, or use mode=append");
        }
        boolean view = relation.kind() == 'v' && !relation.insteadOfInsert();
        if (view || "rpfv".indexOf(relation.kind()) < 0) {
            throw unsupported(
                    relation,
                    relation.kindName() + (view ? " without an INSTEAD OF INSERT trigger" : ""),
                    "Name the table behind it" + (view ? ", or write such a trigger" : ""));
        }
        if (relation.rules()) {
            throw unsupported(
                    relation,
                    "a table with rules (CREATE RULE), which COPY does not look at",
                    "Make a trigger of the rule, or use pg:execute");
        }
    }

    private static PgException unsupported(Relation relation, String what, String hint) {
        return new PgException(
                PgErrorCode.UNSUPPORTED,
                "pg:load fills tables, and " + new TableName(relation.schema(), relation.name()) + " is " + what,
                null,
                hint,
                null);
    }

    RowFields rowFields() {
        return new RowFields(plan.table(), columns, fields, plan.unknownFields(), store);
    }

    /** The same for a table that is just like it. */
    public LoadTarget at(Relation like) {
        return new LoadTarget(plan, like, columns, types, fields, store, meta, defaults);
    }

    /** The statement that takes rows of these columns. */
    String copy(int[] of, CopyFormat format) {
        return "COPY " + quoted() + " ("
                + IntStream.of(of)
                        .mapToObj(column -> columns.get(column).quoted())
                        .collect(Collectors.joining(", "))
                + ") FROM STDIN" + format.clause();
    }

    /** Where the column of that name is, -1 where there is none. */
    public int position(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        return -1;
    }

    /** All columns that the server does not calculate. */
    public List<RelationColumn> filled() {
        return relation.columns().stream().filter(column -> !column.generated()).toList();
    }

    public TableName name() {
        return new TableName(relation.schema(), relation.name());
    }

    /** Its name, fit for SQL. */
    public String quoted() {
        return name().quoted();
    }

    List<String> names(int[] of) {
        return IntStream.of(of).mapToObj(column -> columns.get(column).name()).toList();
    }

    /** Each column with the OID of its type, as {@link TableCheck} asks for them. */
    String layout() {
        return relation.columns().stream()
                .map(column -> column.name() + " " + Integer.toUnsignedLong(column.typeOid()))
                .collect(Collectors.joining(","));
    }
}
