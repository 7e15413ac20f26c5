package io.camelpg.sql;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a statement leaves behind in the session, as far as its words show. */
final class SessionRules {
    private static final Set<StatementKind> KINDS = Collections.unmodifiableSet(EnumSet.of(
            StatementKind.RESET,
            StatementKind.DISCARD,
            StatementKind.DEALLOCATE,
            StatementKind.LISTEN,
            StatementKind.UNLISTEN,
            StatementKind.LOAD,
            StatementKind.DECLARE));

    private static final Set<String> FUNCTIONS = Set.of(
            "set_config",
            "setseed",
            "pg_advisory_lock",
            "pg_advisory_lock_shared",
            "pg_try_advisory_lock",
            "pg_try_advisory_lock_shared",
            "lo_open",
            "lo_creat",
            "dblink_connect",
            "dblink_connect_u",
            "pg_create_logical_replication_slot",
            "pg_create_physical_replication_slot",
            "pg_copy_logical_replication_slot",
            "pg_copy_physical_replication_slot",
            "pg_replication_origin_session_setup",
            "pg_backup_start",
            "pg_start_backup");

    private SessionRules() {}

    static boolean changesSession(StatementKind kind, StatementTokens statement, Set<String> calls) {
        return byKind(kind, statement)
                || createsTemporary(statement)
                || namesTemporarySchema(statement)
                || calls.stream().anyMatch(FUNCTIONS::contains);
    }

    private static boolean byKind(StatementKind kind, StatementTokens statement) {
        if (kind == StatementKind.PREPARE) {
            return !TransactionRules.preparesTransaction(statement);
        }
        if (kind == StatementKind.SET) {
            int i = statement.first() + 1;
            // these end with the transaction; SET SESSION CHARACTERISTICS stays
            return !statement.at(i, "local")
                    && !statement.at(i, "transaction")
                    && !statement.at(i, "session", "transaction")
                    && !statement.at(i, "constraints");
        }
        return KINDS.contains(kind);
    }

    /** CREATE [OR REPLACE] [LOCAL | GLOBAL] TEMP …, and SELECT … INTO [LOCAL | GLOBAL] TEMP …. */
    private static boolean createsTemporary(StatementTokens statement) {
        for (int i = 1; i < statement.size(); i++) {
            if (statement.at(i, "temp") || statement.at(i, "temporary")) {
                int before = statement.at(i - 1, "local") || statement.at(i - 1, "global") ? i - 2 : i - 1;
                if (statement.at(before, "create")
                        || statement.at(before, "into")
                        || statement.at(before - 1, "or", "replace")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean namesTemporarySchema(StatementTokens statement) {
        for (int i = 0; i + 1 < statement.size(); i++) {
            if (statement.isName(i)
                    && (statement.at(i + 1, ".") || statement.isEscaped(i))
                    && statement.name(i).matches("pg_temp(_[0-9]+)?")) {
                return true;
            }
        }
        return false;
    }
}
