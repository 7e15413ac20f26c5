package io.camelpg.session;

import io.camelpg.connection.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;

/**
 * Commands of our own that need no round trip of their own: a transaction's begin, savepoints and the server's timeout go
 * with the statement that comes next, in front of it. Not thread-safe.
 */
final class SentAhead {
    private static final int UNKNOWN = -1;
    private static final String BEGIN = "BEGIN ";
    private static final String SAVEPOINT = "SAVEPOINT ";

    private final SessionState state;
    private final List<String> waiting = new ArrayList<>(2);
    /** Null where sessions are told, and not transactions. */
    private final @Nullable TransactionSettings settings;

    SentAhead(SessionState state) {
        this.state = state;
        this.settings = state.settings().ofTransactions() ? new TransactionSettings(state.settings()) : null;
    }

    void begin(String how) {
        waiting.add(BEGIN + how);
    }

    /** Whether a transaction is to begin with the next statement. */
    boolean begins() {
        return !waiting.isEmpty() && begins(waiting.get(0));
    }

    /** Whether a command of ours begins a transaction. */
    static boolean begins(String sql) {
        return sql.startsWith(BEGIN);
    }

    private static boolean begins(List<String> commands) {
        for (String command : commands) {
            if (begins(command)) {
                return true;
            }
        }
        return false;
    }

    void savepoint(String name) {
        waiting.add(SAVEPOINT + name);
    }

    void release(String name) {
        if (!takeBack(name)) {
            waiting.add("RELEASE SAVEPOINT " + name);
        }
    }

    /** Whether the savepoint was never sent, and nothing behind it: there is nothing to undo then. */
    boolean takeBack(String savepoint) {
        int place = waiting.lastIndexOf(SAVEPOINT + savepoint);
        if (place < 0) {
            return false;
        }
        waiting.subList(place, waiting.size()).clear();
        return true;
    }

    /** The transaction's end, or that of an outer savepoint, ends those that wait. */
    void drop() {
        waiting.clear();
    }

    /**
     * What goes in front of the next statement, which has this deadline.
     *
     * @param before commands of the statement's own, which go behind those that wait
     */
    Commands next(Deadline deadline, TransactionState transaction, List<String> before) {
        boolean transactionFailed = transaction == TransactionState.FAILED;
        long wanted = deadline.timeoutMillis();
        if (settings != null) {
            return inTransactions(settings, wanted, transaction, before);
        }
        Commands commands = inSessions(wanted, transactionFailed);
        return before.isEmpty() ? commands : commands.with(before);
    }

    private Commands inTransactions(
            TransactionSettings told, long wanted, TransactionState transaction, List<String> before) {
        List<String> commands = new ArrayList<>(waiting);
        commands.addAll(before);
        boolean begins = begins(commands);
        List<String> all = told.settled(commands, wanted);
        boolean differs = transaction == TransactionState.OPEN && state.statementTimeoutMillis() != wanted;
        if (differs) {
            all.add(0, TransactionSettings.timeout(wanted));
        }
        return new Commands(List.copyOf(all), begins || differs ? wanted : UNKNOWN);
    }

    private Commands inSessions(long wanted, boolean transactionFailed) {
        boolean aligned = transactionFailed || state.statementTimeoutMillis() == wanted;
        if (aligned && waiting.isEmpty()) {
            return new Commands(List.of(), UNKNOWN);
        }
        List<String> commands = new ArrayList<>(waiting.size() + 1);
        if (!aligned) {
            commands.add("SET statement_timeout = " + wanted);
        }
        commands.addAll(waiting);
        return new Commands(List.copyOf(commands), aligned ? UNKNOWN : wanted);
    }

    /** A rollback takes settings of its transaction with it. */
    void forgetTimeout() {
        state.statementTimeoutMillis(UNKNOWN);
    }

    /** What is sent in front of a statement. */
    final class Commands {
        private final List<String> sql;
        private final long timeoutMillis;

        private Commands(List<String> sql, long timeoutMillis) {
            this.sql = sql;
            this.timeoutMillis = timeoutMillis;
        }

        List<String> sql() {
            return sql;
        }

        /** Whether a transaction begins with them. */
        boolean begin() {
            return SentAhead.begins(sql);
        }

        private Commands with(List<String> more) {
            List<String> all = new ArrayList<>(sql);
            all.addAll(more);
            return new Commands(List.copyOf(all), timeoutMillis);
        }

        /** From here on they are the server's; what becomes of them is known with the statement's end. */
        void underWay() {
            waiting.clear();
            if (timeoutMillis != UNKNOWN) {
                forgetTimeout();
            }
        }

        void arrived() {
            if (timeoutMillis != UNKNOWN) {
                state.statementTimeoutMillis(timeoutMillis);
            }
        }
    }
}
