package io.camelpg.operation.query;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.SqlTemplate;
import java.util.Set;

/**
 * What can be said of a query before the server sees it. The server keeps the transaction read-only whatever is missed
 * here; this refuses early, and refuses by name the functions that act outside transactions, which a read-only
 * transaction lets through.
 */
final class ReadOnlyRules {
    private static final Set<String> ACTING = Set.of(
            "dblink",
            "dblink_exec",
            "dblink_send_query",
            "lo_create",
            "lo_creat",
            "lo_export",
            "lo_from_bytea",
            "lo_import",
            "lo_put",
            "lo_truncate",
            "lo_truncate64",
            "lo_unlink",
            "lowrite",
            "pg_advisory_lock",
            "pg_advisory_lock_shared",
            "pg_backup_start",
            "pg_backup_stop",
            "pg_cancel_backend",
            "pg_copy_logical_replication_slot",
            "pg_copy_physical_replication_slot",
            "pg_create_logical_replication_slot",
            "pg_create_physical_replication_slot",
            "pg_create_restore_point",
            "pg_drop_replication_slot",
            "pg_file_rename",
            "pg_file_unlink",
            "pg_file_write",
            "pg_import_system_collations",
            "pg_logical_emit_message",
            "pg_logical_slot_get_binary_changes",
            "pg_logical_slot_get_changes",
            "pg_notify",
            "pg_promote",
            "pg_reload_conf",
            "pg_replication_origin_create",
            "pg_replication_origin_drop",
            "pg_replication_slot_advance",
            "pg_restore_attribute_stats",
            "pg_restore_relation_stats",
            "pg_rotate_logfile",
            "pg_start_backup",
            "pg_stat_reset",
            "pg_stat_reset_shared",
            "pg_stat_statements_reset",
            "pg_stop_backup",
            "pg_switch_wal",
            "pg_terminate_backend",
            "pg_try_advisory_lock",
            "pg_try_advisory_lock_shared",
            "pg_wal_replay_pause",
            "pg_wal_replay_resume");

    private ReadOnlyRules() {}

    /** @throws PgException PG-204 for a statement that is no query */
    static void check(SqlTemplate template) {
        if (template.controlsTransaction() || !template.kind().reads()) {
            throw new PgException(
                    PgErrorCode.NOT_READ_ONLY, "pg:query does not run " + template.kind() + " statements");
        }
        for (String function : template.calls()) {
            if (ACTING.contains(function)) {
                throw new PgException(
                        PgErrorCode.NOT_READ_ONLY,
                        "pg:query does not call " + function + "(), which acts outside the transaction");
            }
        }
    }
}
