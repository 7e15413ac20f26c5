package io.camelpg.sql;

/** What a statement has to do with transactions, by its words. */
final class TransactionRules {
    private TransactionRules() {}

    static boolean controlsTransaction(StatementKind kind, StatementTokens statement) {
        if (kind.controlsTransaction()) {
            return true;
        }
        int i = statement.first() + 1;
        if (kind == StatementKind.PREPARE) {
            return preparesTransaction(statement);
        }
        if (kind != StatementKind.SET && kind != StatementKind.RESET) {
            return false;
        }
        if (statement.at(i, "session", "characteristics")) {
            return true;
        }
        int name = statement.at(i, "local") || statement.at(i, "session") ? i + 1 : i;
        return statement.at(name, "transaction")
                || (statement.isName(name)
                        && statement.name(name).matches("transaction_(isolation|read_only|deferrable)"));
    }

    /** PREPARE TRANSACTION takes a string, while transaction is also fit to be the name of a prepared statement. */
    static boolean preparesTransaction(StatementTokens statement) {
        int i = statement.first();
        return statement.at(i, "prepare", "transaction")
                && i + 2 < statement.size()
                && statement.significant().get(i + 2).kind() == TokenKind.STRING;
    }

    /** Whether the server refuses it in a transaction block: the pages of the SQL commands say which. */
    static boolean runsOutsideTransaction(StatementTokens statement) {
        int first = statement.first();
        int i = first + 1;
        return switch (statement.word(first)) {
            case "vacuum" -> true;
            case "create" ->
                ownsFiles(statement, i)
                        || statement.at(i, "index", "concurrently")
                        || statement.at(i, "unique", "index", "concurrently");
            case "drop" -> ownsFiles(statement, i) || statement.at(i, "index", "concurrently");
            case "alter" -> altersOutside(statement, i);
            case "reindex" -> reindexesOutside(statement, i);
            case "cluster" -> clustersEverything(statement, i);
            case "discard" -> statement.at(i, "all");
            case "commit", "rollback" -> statement.at(i, "prepared");
            default -> false;
        };
    }

    private static boolean ownsFiles(StatementTokens statement, int i) {
        return statement.at(i, "database") || statement.at(i, "tablespace") || statement.at(i, "subscription");
    }

    private static boolean altersOutside(StatementTokens statement, int i) {
        return statement.at(i, "system")
                || (statement.at(i, "database") && statement.contain("set", "tablespace"))
                || (statement.at(i, "table")
                        && statement.contain("detach", "partition")
                        && statement.contain("concurrently"))
                || (statement.at(i, "subscription")
                        && (statement.contain("refresh")
                                || statement.contain("publication")
                                || statement.contain("failover")
                                || statement.contain("two_phase")));
    }

    private static boolean reindexesOutside(StatementTokens statement, int i) {
        int target = afterOptions(statement, i);
        return statement.contain("concurrently")
                || statement.at(target, "schema")
                || statement.at(target, "database")
                || statement.at(target, "system");
    }

    /** CLUSTER without a table. */
    private static boolean clustersEverything(StatementTokens statement, int i) {
        int table = afterOptions(statement, i);
        return (statement.at(table, "verbose") ? table + 1 : table) >= statement.size();
    }

    /** The place behind {@code ( option, … )}. */
    private static int afterOptions(StatementTokens statement, int i) {
        if (!statement.at(i, "(")) {
            return i;
        }
        int close = i;
        while (close < statement.size() && !statement.at(close, ")")) {
            close++;
        }
        return close + 1;
    }
}
