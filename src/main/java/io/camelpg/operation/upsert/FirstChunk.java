package io.camelpg.operation.upsert;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.RowChunks.Chunk;
import io.camelpg.operation.TableInUse;
import io.camelpg.session.Session;
import java.util.Set;

/**
 * The first chunk of a transaction, which is tried again where the table has changed or others got in the way: nothing
 * else is lost with it. Used by one thread.
 */
final class FirstChunk {
    /** What the server says when the table, its key or a type is not what it was; see {@code Planned}. */
    private static final Set<String> OUTDATED = Set.of(
            "0A000", "26000", "42P10", "42P18", "42P08", "42804", "42883", "42725", "42703", "42P01", "42704", "428C9",
            "XX000");

    private static final int TRIES = 5;

    private final Session session;
    private final RowType rowType;
    private final TableInUse<UpsertTarget> table;
    private boolean oneByOne;

    FirstChunk(UpsertOperation operation, Session session, RowType rowType) {
        this.session = session;
        this.rowType = rowType;
        this.table = new TableInUse<>(operation.tables(), session, UpsertTarget::relation);
    }

    /** What the rows were written to. */
    UpsertTarget target() {
        return table.get();
    }

    /**
     * @param read the chunk as rows for the target
     * @param last whether the transaction ends with it
     */
    Part write(Chunk chunk, ReadRows read, boolean last) {
        for (int attempt = 1; ; attempt++) {
            ReadRows rows = attempt == 1 ? read : ReadRows.of(table.get(), chunk);
            try {
                return attempt(chunk, rows, last);
            } catch (PgException e) {
                if (session.joined()) {
                    throw e;
                }
                session.rollback();
                if (!another(e, attempt)) {
                    throw FailedRow.located(table.get(), session, rows, e, () -> session.begin("READ WRITE"));
                }
            }
        }
    }

    private Part attempt(Chunk chunk, ReadRows rows, boolean last) {
        ReadRows read = rows;
        if (read.doubtful() && table.renew()) {
            read = ReadRows.of(table.get(), chunk);
        }
        ChunkCall call = new ChunkCall(table.get(), session, rowType);
        Part alone = last && !oneByOne ? call.alone(read) : null;
        if (alone != null) {
            return alone;
        }
        session.begin("READ WRITE");
        Part part = call.within(read, oneByOne);
        if (last) {
            session.commit();
            part.markCommitted();
        }
        return part;
    }

    /** Whether it says that the table, its key or a type is not what it was. */
    static boolean isOutdated(PgException failure) {
        String state = failure.sqlState();
        return state != null && OUTDATED.contains(state);
    }

    private boolean another(PgException failure, int attempt) {
        String state = failure.sqlState();
        if (failure.errorCode() == PgErrorCode.DEADLOCK || failure.errorCode() == PgErrorCode.SERIALIZATION_FAILURE) {
            return attempt < TRIES;
        }
        if (ChunkCall.CARDINALITY_VIOLATION.equals(state) && !oneByOne) {
            oneByOne = true;
            return true;
        }
        if (isOutdated(failure)) {
            return table.renew();
        }
        return table.isOtherNow(failure);
    }
}
