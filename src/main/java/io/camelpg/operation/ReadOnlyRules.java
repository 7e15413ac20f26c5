package io.camelpg.operation;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.SqlTemplate;
import java.util.Set;

/**
 * What can be said of a query before the server sees it. The server keeps the transaction read-only whatever is missed
 * here; this refuses early, and refuses by name the functions that act outside transactions, which a read-only
 * transaction lets through.
 */
public final class ReadOnlyRules {
    private static final Set<String> ACTING = Set.of(
            "autoprewarm_start_worker",
            "brin_desummarize_range",
            "brin_summarize_new_values",
            "brin_summarize_range",
            "dblink",
            "dblink_cancel_query",
            "dblink_close",
            "dblink_connect",
            "dblink_connect_u",
            "dblink_disconnect",
            "dblink_exec",
            "dblink_fetch",
            "dblink_open",
            "dblink_send_query",
            "gin_clean_pending_list",
            "heap_force_freeze",
            "heap_force_kill",
            "lo_creat",
            "lo_create",
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
            "pg_advisory_unlock",
            "pg_advisory_unlock_all",
            "pg_advisory_unlock_shared",
            "pg_backup_start",
            "pg_backup_stop",
            "pg_buffercache_evict",
            "pg_buffercache_evict_all",
            "pg_buffercache_evict_relation",
            "pg_cancel_backend",
            "pg_clear_attribute_stats",
            "pg_clear_relation_stats",
            "pg_copy_logical_replication_slot",
            "pg_copy_physical_replication_slot",
            "pg_create_logical_replication_slot",
            "pg_create_physical_replication_slot",
            "pg_create_restore_point",
            "pg_drop_replication_slot",
            "pg_file_rename",
            "pg_file_sync",
            "pg_file_unlink",
            "pg_file_write",
            "pg_import_system_collations",
            "pg_log_backend_memory_contexts",
            "pg_log_standby_snapshot",
            "pg_logical_emit_message",
            "pg_logical_slot_get_binary_changes",
            "pg_logical_slot_get_changes",
            "pg_notify",
            "pg_promote",
            "pg_reload_conf",
            "pg_replication_origin_advance",
            "pg_replication_origin_create",
            "pg_replication_origin_drop",
            "pg_replication_origin_session_reset",
            "pg_replication_origin_session_setup",
            "pg_replication_origin_xact_reset",
            "pg_replication_origin_xact_setup",
            "pg_replication_slot_advance",
            "pg_restore_attribute_stats",
            "pg_restore_relation_stats",
            "pg_rotate_logfile",
            "pg_set_attribute_stats",
            "pg_set_relation_stats",
            "pg_start_backup",
            "pg_stat_reset",
            "pg_stat_reset_backend_stats",
            "pg_stat_reset_replication_slot",
            "pg_stat_reset_shared",
            "pg_stat_reset_single_function_counters",
            "pg_stat_reset_single_table_counters",
            "pg_stat_reset_slru",
            "pg_stat_reset_subscription_stats",
            "pg_stat_statements_reset",
            "pg_stop_backup",
            "pg_switch_wal",
            "pg_switch_xlog",
            "pg_sync_replication_slots",
            "pg_terminate_backend",
            "pg_truncate_visibility_map",
            "pg_try_advisory_lock",
            "pg_try_advisory_lock_shared",
            "pg_wal_replay_pause",
            "pg_wal_replay_resume",
            "pg_xlog_replay_pause",
            "pg_xlog_replay_resume");

    private ReadOnlyRules() {}

    /**
     * @param verb for messages, such as {@code pg:query}
     * @throws PgException PG-204 for a statement that is no query
     */
    public static void check(String verb, SqlTemplate template) {
        if (template.controlsTransaction() || !template.kind().reads()) {
            throw new PgException(PgErrorCode.NOT_READ_ONLY, verb + " does not run " + template.kind() + " statements");
        }
        if (template.explainsCreation()) {
            throw new PgException(
                    PgErrorCode.NOT_READ_ONLY,
                    verb + " does not EXPLAIN statements that create a table: with ANALYZE they create it, even in a"
                            + " read-only transaction");
        }
        for (String function : template.calls()) {
            if (ACTING.contains(function)) {
                throw new PgException(
                        PgErrorCode.NOT_READ_ONLY,
                        verb + " does not call " + function + "(), which acts outside the transaction");
            }
        }
    }
}
