package io.camelpg.session;

import java.sql.SQLWarning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the server answers to one statement, and to the BEGIN and COMMIT around it. */
final class ResultCollector extends ResultHandlerBase {
    private static final Logger LOG = LoggerFactory.getLogger(ResultCollector.class);

    private Field @Nullable [] fields;
    private @Nullable List<Tuple> tuples;
    private @Nullable ResultCursor cursor;
    private long updateCount = -1;
    private boolean committed;
    private boolean unconfirmed;
    private boolean rolledBack;
    private final @Nullable Query identification;
    private @Nullable TransactionMark mark;
    private boolean identified;

    private final @Nullable Query settings;
    private boolean set;

    ResultCollector() {
        this(null, null);
    }

    /**
     * @param identification the query whose row is not the statement's but tells the transaction's mark
     * @param settings the query whose row says what was set for the transaction
     */
    ResultCollector(@Nullable Query identification, @Nullable Query settings) {
        this.identification = identification;
        this.settings = settings;
    }

    @Override
    public void handleResultRows(Query fromQuery, Field[] fields, List<Tuple> tuples, @Nullable ResultCursor cursor) {
        if (fromQuery == identification) {
            mark = TransactionMark.read(fields, tuples);
            identified = true;
            return;
        }
        set = fromQuery == settings;
        if (set) {
            return;
        }
        this.fields = fields;
        this.tuples = tuples;
        this.cursor = cursor;
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOID) {
        if (identified) {
            identified = false;
            return;
        }
        boolean ofSettings = set && status.startsWith("SELECT");
        set = false;
        if (ofSettings) {
            return;
        }
        switch (status) {
            case "COMMIT" -> committed = true;
            case "ROLLBACK" -> rolledBack = true;
            case "BEGIN", "SAVEPOINT", "RELEASE" -> {}
            default -> this.updateCount = updateCount;
        }
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        unconfirmed |= Replication.isUnconfirmed(warning);
        // Not its text: a function's RAISE may quote the value of a parameter.
        LOG.debug("The server sent a notice or warning with SQLSTATE {}", warning.getSQLState());
    }

    /** Whether the server confirmed a COMMIT, whatever came after. */
    boolean committed() {
        return committed;
    }

    /** Whether the server answered a COMMIT with a rollback, as it does where the transaction had failed. */
    boolean rolledBack() {
        return rolledBack;
    }

    /** Null where nothing has been changed, or nobody asked. */
    @Nullable
    TransactionMark mark() {
        return mark;
    }

    /** Null where the statement has no result rows. */
    Field @Nullable [] fields() {
        return fields;
    }

    List<Tuple> tuples() {
        return tuples == null ? List.of() : tuples;
    }

    @Nullable
    ResultCursor cursor() {
        return cursor;
    }

    /** Rows changed, as the command tag says; 0 for commands that count none. */
    long updateCount() {
        return Math.max(0, updateCount);
    }

    /** Whether the COMMIT has taken place without the confirmation of the standby that it waited for. */
    boolean unconfirmed() {
        return unconfirmed;
    }
}
