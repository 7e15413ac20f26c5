package io.camelpg.operation.load.sync;

import io.camelpg.catalog.Relation;
import io.camelpg.catalog.RelationColumn;
import io.camelpg.error.PgException;
import io.camelpg.operation.BadRows;
import io.camelpg.operation.FieldNames;
import io.camelpg.operation.RejectedRow;
import io.camelpg.operation.TargetColumn;
import io.camelpg.operation.UnknownFields;
import io.camelpg.operation.load.ChunkRows;
import io.camelpg.operation.load.GroupWriter;
import io.camelpg.operation.load.LoadPlan;
import io.camelpg.operation.load.LoadRow;
import io.camelpg.operation.load.LoadTarget;
import io.camelpg.operation.load.MetaColumns;
import io.camelpg.operation.load.RowGroup;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Keeps the rows of a call as they came, in a table of their own and in the same transaction. Used by one thread. */
final class RawRows {
    private static final String DATA = "data";
    private static final int TEXT = 25;
    private static final int INT8 = 20;
    private static final List<PgType> ONE_TEXT = List.of(TypeCatalog.builtIn().get(TEXT));
    private static final List<PgType> ONE_NUMBER = List.of(TypeCatalog.builtIn().get(INT8));

    /** A column of the table. */
    private record Column(String name, int type, int array, String sql, char category, boolean required) {}

    private static final List<Column> COLUMNS = List.of(
            new Column(MetaColumns.RAW_ID, 1043, 1015, "varchar", 'S', true),
            new Column(MetaColumns.EXTRACTED_AT, 1184, 1185, "timestamptz", 'D', true),
            new Column(MetaColumns.LOADED_AT, 1184, 1185, "timestamptz", 'D', true),
            new Column(DATA, 3802, 3807, "jsonb", 'U', true),
            new Column(MetaColumns.META, 3802, 3807, "jsonb", 'U', false),
            new Column(MetaColumns.GENERATION_ID, 20, 1016, "bigint", 'N', false));

    private final SyncContext context;
    private final TableName name;
    private final GroupWriter writer;

    private RawRows(SyncContext context, TableName name) {
        this.context = context;
        this.name = name;
        this.writer = new GroupWriter(target(), context.session(), context.out());
    }

    /**
     * Creates the table where it is missing.
     *
     * @throws PgException PG-212 where the user may not
     */
    static RawRows prepare(SyncContext context) {
        InternalTables tables = context.internalTables();
        TableName name = tables.raw();
        String prefix = context.sync().metaPrefix();
        tables.require(
                name,
                "("
                        + COLUMNS.stream()
                                .map(column -> Identifier.quote(prefix + column.name()) + " " + column.sql()
                                        + (column.required() ? " NOT NULL" : ""))
                                .collect(Collectors.joining(", "))
                        + ", PRIMARY KEY (" + Identifier.quote(prefix + MetaColumns.RAW_ID) + "))");
        return new RawRows(context, name);
    }

    private LoadTarget target() {
        List<TargetColumn> columns = new ArrayList<>();
        for (Column column : COLUMNS) {
            RelationColumn described = new RelationColumn(
                    context.sync().metaPrefix() + column.name(),
                    column.type(),
                    column.array(),
                    column.sql(),
                    column.sql(),
                    -1,
                    column.category(),
                    false,
                    column.required(),
                    false,
                    false,
                    false,
                    null,
                    true,
                    null);
            columns.add(TargetColumn.of(context.session(), described));
        }
        LoadPlan plan = context.plan();
        // a row that the table has taken is not given up here
        LoadPlan all = new LoadPlan(
                name,
                plan.timeoutMillis(),
                List.of(),
                new UnknownFields(true, null),
                BadRows.fail,
                0,
                false,
                null,
                List.of(),
                context.sync());
        return new LoadTarget(
                all,
                new Relation(
                        Objects.requireNonNull(name.schema()),
                        name.name(),
                        'r',
                        false,
                        false,
                        false,
                        false,
                        0,
                        0,
                        columns.stream().map(TargetColumn::column).toList(),
                        List.of()),
                columns,
                columns.stream().map(TargetColumn::type).toList(),
                new FieldNames(List.of(), Set.of(), Map.of()),
                -1,
                MetaColumns.NONE,
                new BitSet());
    }

    /** Writes the rows that were not rejected. */
    void write(ChunkRows rows, List<RejectedRow> rejected) {
        Set<Long> bad = rejected.stream().map(RejectedRow::index).collect(Collectors.toSet());
        List<LoadRow> raw = new ArrayList<>();
        for (LoadRow row : rows.all()) {
            if (!bad.contains(row.index())) {
                raw.add(raw(row));
            }
        }
        if (!raw.isEmpty()) {
            int[] columns = IntStream.range(0, COLUMNS.size()).toArray();
            writer.write(new RowGroup(new BitSet(), columns, raw), new ArrayList<>());
        }
    }

    private LoadRow raw(LoadRow row) {
        @Nullable
        Object[] values = {
            row.id().toString(),
            context.extractedAt(),
            context.loadedAt(),
            RawData.json(row.source().fields()),
            row.meta(),
            context.message().generation()
        };
        return new LoadRow(row.index(), row.source(), values, row.id());
    }

    /** Those of all refreshes before this one. */
    void deleteAll() {
        context.run("DELETE FROM " + name.quoted());
    }

    void deleteBatch(String batch) {
        context.run(
                "DELETE FROM " + name.quoted() + " WHERE " + column(MetaColumns.META) + " ->> 'batch' = $1",
                ONE_TEXT,
                batch);
    }

    /** Those of a refresh that was given up. */
    void deleteGeneration(long generation) {
        context.run(
                "DELETE FROM " + name.quoted() + " WHERE " + column(MetaColumns.GENERATION_ID) + " = $1",
                ONE_NUMBER,
                generation);
    }

    /** Those of all other refreshes go. */
    void keepGeneration(long generation) {
        context.run(
                "DELETE FROM " + name.quoted() + " WHERE " + column(MetaColumns.GENERATION_ID) + " IS DISTINCT FROM $1",
                ONE_NUMBER,
                generation);
    }

    private String column(String of) {
        return Identifier.quote(context.sync().metaPrefix() + of);
    }
}
