package io.camelpg.session;

import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/** Takes the answers to several statements sent together, each for itself, and those to the commands around them. */
final class ScriptCollector extends ResultHandlerBase {
    /** @param fields null where the statement is of a kind that returns no rows */
    @SuppressWarnings("ArrayRecordComponent") // as the driver gives it
    record Part(Field @Nullable [] fields, List<Tuple> tuples, long updateCount) {}

    private final int before;
    private final int statements;
    private final @Nullable Query identification;
    private @Nullable TransactionMark mark;
    private final List<Part> parts = new ArrayList<>();
    private int answered;
    private boolean committed;
    private boolean unconfirmed;
    private Field @Nullable [] fields;
    private List<Tuple> tuples = List.of();

    /**
     * @param before how many commands come first
     * @param statements how many statements follow
     * @param identification the query behind them whose row tells the transaction's mark
     */
    ScriptCollector(int before, int statements, @Nullable Query identification) {
        this.identification = identification;
        this.before = before;
        this.statements = statements;
    }

    @Override
    public void handleResultRows(Query fromQuery, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
        if (fromQuery == identification) {
            mark = TransactionMark.read(fields, tuples);
            return;
        }
        this.fields = fields;
        this.tuples = tuples;
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOID) {
        if (answered >= before && parts.size() < statements) {
            parts.add(new Part(fields, tuples, Math.max(0, updateCount)));
        } else if (status.equals("COMMIT")) {
            committed = true;
        }
        answered++;
        fields = null;
        tuples = List.of();
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        unconfirmed |= Replication.isUnconfirmed(warning);
        // Warnings of single statements have no place to go.
    }

    /** Of the statements that were answered, in their order. */
    List<Part> parts() {
        return parts;
    }

    /** Whether a failure was one of the statements, and not of the commands before or after them. */
    boolean failedInStatement() {
        return answered >= before && parts.size() < statements;
    }

    /** Null where nothing has been changed, or nobody asked. */
    @Nullable
    TransactionMark mark() {
        return mark;
    }

    boolean committed() {
        return committed;
    }

    /** Whether the COMMIT has taken place without the confirmation of the standby that it waited for. */
    boolean unconfirmed() {
        return unconfirmed;
    }
}
