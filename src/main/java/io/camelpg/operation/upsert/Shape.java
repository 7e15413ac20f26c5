package io.camelpg.operation.upsert;

import io.camelpg.operation.upsert.UpsertSql.Source;
import io.camelpg.session.StatementPlan;
import io.camelpg.type.PgType;
import io.camelpg.type.RowArrayType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements for rows that have the same columns, made when they are first needed. Thread-safe. */
final class Shape {
    private static final int INT8 = 20;

    private final UpsertTarget target;
    private final int[] columns;
    private final Kind writing;
    private final Map<Kind, StatementPlan> one = new ConcurrentHashMap<>();
    private final Map<Kind, StatementPlan> staged = new ConcurrentHashMap<>();
    private final Map<Kind, StatementPlan> rows = new ConcurrentHashMap<>();
    private final @Nullable RowArrayType rowArray;
    private final Map<Kind, StatementPlan> many = new ConcurrentHashMap<>();
    private final Map<Kind, StatementPlan> numbered = new ConcurrentHashMap<>();

    /** What a statement does, and what its answer looks like. */
    @SuppressWarnings("ImmutableEnumChecker") // method references without state
    enum Kind {
        ON_CONFLICT_UPDATE(UpsertSql::onConflictUpdate),
        ON_CONFLICT_NOTHING(UpsertSql::onConflictNothing),
        EXISTING_FIRST(UpsertSql::existingFirst),
        DELETE(UpsertSql::delete),
        LOCK(UpsertSql::lock),
        RANKS(UpsertSql::ranks);

        private final Function<UpsertSql, String> sql;

        Kind(Function<UpsertSql, String> sql) {
            this.sql = sql;
        }
    }

    Shape(UpsertTarget target, BitSet present) {
        this.target = target;
        this.columns = present.stream().toArray();
        this.rowArray = RowArrays.of(target, present);
        if (target.plan().onConflict() == OnConflict.nothing) {
            writing = Kind.ON_CONFLICT_NOTHING;
        } else {
            boolean told = target.insertedFlag() != null && target.canInsert(present);
            writing = told ? Kind.ON_CONFLICT_UPDATE : Kind.EXISTING_FIRST;
        }
    }

    /** How rows of this shape are inserted or updated. */
    Kind writing() {
        return writing;
    }

    /** Positions in the target, ascending. */
    int[] columns() {
        return columns;
    }

    /** The statement for one row, whose last parameter is its number where rows are given back. */
    StatementPlan one(Kind kind) {
        return one.computeIfAbsent(kind, wanted -> plan(wanted, Source.ONE, false));
    }

    /** The statement for many rows. */
    StatementPlan many(Kind kind) {
        return many.computeIfAbsent(kind, wanted -> plan(wanted, Source.ARRAYS, false));
    }

    /** The statement for many rows that answers for each of those it inserted or updated, with its number and which. */
    StatementPlan numbered(Kind kind) {
        return numbered.computeIfAbsent(kind, wanted -> plan(wanted, Source.ARRAYS, true));
    }

    /** How many rows can be one value; null where they cannot. */
    @Nullable
    RowArrayType rowArray() {
        return rowArray;
    }

    /** The statement for many rows as a value of {@link #rowArray()}. */
    StatementPlan rows(Kind kind) {
        return rows.computeIfAbsent(kind, wanted -> plan(wanted, Source.ROWS, false));
    }

    /** The statement for the rows of the staging table, without parameters. */
    StatementPlan staged(Kind kind) {
        return staged.computeIfAbsent(kind, wanted -> plan(wanted, Source.STAGED, false));
    }

    private StatementPlan plan(Kind kind, Source source, boolean numbered) {
        StatementPlan plan = StatementPlan.system(
                kind.sql.apply(new UpsertSql(target, columns, source, numbered)),
                parameters(source).toArray(PgType[]::new));
        return target.returned() == null ? plan : plan.textOnly();
    }

    private List<PgType> parameters(Source source) {
        List<PgType> types = new ArrayList<>();
        switch (source) {
            case ONE -> {
                for (int column : columns) {
                    types.add(target.columns().get(column).type());
                }
                if (target.returned() != null) {
                    types.add(TypeCatalog.builtIn().get(INT8));
                }
            }
            case ARRAYS -> {
                for (int column : columns) {
                    types.add(target.columns().get(column).many());
                }
            }
            case ROWS -> types.add(Objects.requireNonNull(rowArray));
            case STAGED -> {
                // they are there already
            }
        }
        return types;
    }
}
