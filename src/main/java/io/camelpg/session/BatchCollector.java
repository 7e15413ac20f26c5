package io.camelpg.session;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/** Takes the answers to one statement that was sent many times. */
final class BatchCollector extends ResultHandlerBase {
    private final int before;
    private final @Nullable Query identification;
    private final @Nullable Query settings;
    private @Nullable TransactionMark mark;
    private int commands;
    private int answered;
    private long updateCount;
    private Field @Nullable [] fields;
    private final List<Tuple> tuples = new ArrayList<>();

    /**
     * @param before how many commands come first
     * @param identification the query whose row tells the transaction's mark
     * @param settings one of the commands, which has a row
     */
    BatchCollector(int before, @Nullable Query identification, @Nullable Query settings) {
        this.before = before;
        this.settings = settings;
        this.identification = identification;
    }

    /** 0 where nothing has been changed, or nobody asked. */
    @Nullable
    TransactionMark mark() {
        return mark;
    }

    /** How many elements were answered before one failed. */
    int answered() {
        return answered;
    }

    long updateCount() {
        return updateCount;
    }

    /** Null where the statement returns no rows. */
    Field @Nullable [] fields() {
        return fields;
    }

    List<Tuple> tuples() {
        return tuples;
    }

    /** Whether all commands before the elements were done. */
    boolean hasBegun() {
        return commands >= before;
    }

    boolean concernsOneElement(PgException failure) {
        PgErrorCode code = failure.errorCode();
        return code != PgErrorCode.CONNECTION_LOST && code != PgErrorCode.TIMEOUT && code != PgErrorCode.CANCELLED;
    }

    static PgException failure(PgException cause, long number) {
        return new PgException(
                PgErrorCode.BATCH_FAILED,
                "element " + number + " of the batch failed, and nothing was kept: " + cause.code() + " "
                        + cause.detail(),
                cause.sqlState(),
                cause.hint(),
                cause);
    }

    @Override
    public void handleResultRows(Query fromQuery, Field[] fields, List<Tuple> rows, @Nullable ResultCursor cursor) {
        if (fromQuery == identification) {
            mark = TransactionMark.read(fields, rows);
            return;
        }
        if (fromQuery == settings) {
            commands++;
            return;
        }
        this.fields = fields;
        tuples.addAll(rows);
        handleCommandStatus("", rows.size(), 0);
    }

    @Override
    public void handleCommandStatus(String status, long count, long insertOID) {
        if (commands < before) {
            commands++;
            return;
        }
        answered++;
        updateCount += Math.max(0, count);
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        // Warnings of single elements have no place to go.
    }
}
