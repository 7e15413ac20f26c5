package io.camelpg.operation.upsert;

import io.camelpg.error.PgException;
import io.camelpg.operation.upsert.Shape.Kind;
import io.camelpg.session.Session;
import io.camelpg.session.StatementResult;
import io.camelpg.type.EncodedRows;
import io.camelpg.type.RowArrayType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in binary, as arrays of the table's row type: what a scan of a table costs the server, and nothing to parse.
 * Many go in parts, each encoded on another thread while the server is busy with the one before.
 */
final class RowsWriter {
    private static final String SAVEPOINT = "camelpg_row_type";
    /** With fewer a savepoint costs more than rows in binary save. */
    private static final int GUARDED_FROM = 1_000;
    /** From so many rows on, parts save more than the round trips cost that they take. */
    static final int PARTS_FROM = 4_000;

    private static final int FIRST_PART = 1_000;
    /** What encoding costs the client for a row of five columns (W5 in src/bench): so much is hidden behind the server's work. */
    private static final long ENCODING_NANOS = 900;
    /** A row takes the server some times longer than its encoding: a part may be so much larger than the one before. */
    private static final int GROWTH = 4;

    private final Session session;
    private final Statement statement;
    private final RowType rowType;

    RowsWriter(Session session, Statement statement, RowType rowType) {
        this.session = session;
        this.statement = statement;
        this.rowType = rowType;
    }

    /**
     * Writes units of one shape, in their order.
     *
     * @param inParts whether the order is that in which everybody locks rows
     * @param account takes what the server said of which units
     * @return the units that cannot be written in this way
     */
    List<UpsertUnit> write(
            Shape shape,
            List<UpsertUnit> units,
            boolean inParts,
            BiConsumer<StatementResult, List<UpsertUnit>> account) {
        RowArrayType type = shape.rowArray();
        if (type == null || rowType.changed() || (rowType.unknown() && units.size() < GUARDED_FROM)) {
            return units;
        }
        // in others' transaction a value that cannot be sent must be found before anything is written
        boolean several = inParts && statement == Statement.WITHIN && !session.joined() && units.size() >= PARTS_FROM;
        List<List<UpsertUnit>> parts = several ? parts(units) : List.of(units);
        if (!pays(parts, units.size())) {
            parts = List.of(units);
        }
        int written = 0;
        FutureTask<@Nullable EncodedRows> next = encoding(type, parts.get(0));
        for (int i = 0; i < parts.size(); i++) {
            EncodedRows rows = result(next);
            if (rows == null) {
                break;
            }
            if (i + 1 < parts.size()) {
                next = encoding(type, parts.get(i + 1));
                inBackground(next);
            }
            StatementResult result = guarded(shape, rows);
            if (result == null) {
                break;
            }
            account.accept(result, parts.get(i));
            written += parts.get(i).size();
        }
        return units.subList(written, units.size());
    }

    /** Each part but one is a round trip more: far from the server it takes longer than what it hides. */
    private boolean pays(List<List<UpsertUnit>> parts, int rows) {
        return (parts.size() - 1) * session.roundTripNanos() <= (rows - FIRST_PART) * ENCODING_NANOS;
    }

    private static List<List<UpsertUnit>> parts(List<UpsertUnit> units) {
        List<List<UpsertUnit>> parts = new ArrayList<>();
        int size = FIRST_PART;
        for (int from = 0; from < units.size(); size *= GROWTH) {
            boolean last = units.size() - from < 2 * size;
            int to = last ? units.size() : from + size;
            parts.add(units.subList(from, to));
            from = to;
        }
        return parts;
    }

    private static FutureTask<@Nullable EncodedRows> encoding(RowArrayType type, List<UpsertUnit> units) {
        return new FutureTask<>(() -> type.encode(new UnitRows(units)));
    }

    private static void inBackground(Runnable work) {
        try {
            ForkJoinPool.commonPool().execute(work);
        } catch (RejectedExecutionException e) {
            // it is done when it is needed
        }
    }

    /** Where nobody has begun with it, it is done here. */
    private static @Nullable EncodedRows result(FutureTask<@Nullable EncodedRows> encoding) {
        encoding.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return encoding.get();
                } catch (InterruptedException e) {
                    // the statement that follows is what can be interrupted
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new CancellationException("rows were not encoded: " + e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Null where the table is not what it was, and everything is as it was before. */
    private @Nullable StatementResult guarded(Shape shape, EncodedRows rows) {
        if (!rowType.unknown()) {
            return run(shape, rows);
        }
        if (session.joined()) {
            session.begin("READ WRITE");
        }
        session.savepoint(SAVEPOINT);
        try {
            StatementResult result = run(shape, rows);
            session.release(SAVEPOINT);
            return result;
        } catch (PgException e) {
            if (!FirstChunk.isOutdated(e)) {
                throw e;
            }
            session.rollbackTo(SAVEPOINT);
            rowType.markChanged();
            return null;
        }
    }

    private StatementResult run(Shape shape, EncodedRows rows) {
        Kind kind = shape.writing();
        StatementResult result = statement.run(session, shape.rows(kind), new @Nullable Object[] {rows});
        rowType.markProven();
        return result;
    }
}
