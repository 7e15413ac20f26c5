package io.camelpg.support;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * Everything that a statement could have left behind in a test's database or server, as seen by a bystander: a session of
 * its own that listens on the channel {@code canary} and must survive.
 */
public final class DatabaseState implements AutoCloseable {
    private static final String ROWS = "SELECT 'rows of t', (SELECT string_agg(t::text, ',' ORDER BY id) FROM t)"
            + " UNION ALL SELECT 'rows of m', (SELECT string_agg(m::text, ',' ORDER BY id) FROM m)"
            + " UNION ALL SELECT 'sequence', (SELECT last_value::text || is_called FROM s)"
            + " UNION ALL SELECT 'large objects', (SELECT string_agg(oid::text || lo_get(oid)::text, ',' ORDER BY oid)"
            + " FROM pg_largeobject_metadata)";

    private static final String CATALOG =
            " UNION ALL SELECT 'relations', (SELECT string_agg(nspname || '.' || relname || relkind::text ||"
                    + " coalesce(relacl::text, '') || c.oid::text || c.relnatts, ',' ORDER BY c.oid)"
                    + " FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                    + " WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast'))"
                    + " UNION ALL SELECT 'files', (SELECT string_agg(relname || relfilenode, ',' ORDER BY c.oid)"
                    + " FROM pg_class c WHERE relnamespace = 'public'::regnamespace)"
                    + " UNION ALL SELECT 'functions', (SELECT md5(string_agg(p::text, ',' ORDER BY oid))"
                    + " FROM pg_proc p WHERE pronamespace = 'public'::regnamespace)"
                    + " UNION ALL SELECT 'types', (SELECT count(*)::text FROM pg_type)"
                    + " UNION ALL SELECT 'enum', (SELECT count(*)::text FROM pg_enum)"
                    + " UNION ALL SELECT 'schemas', (SELECT string_agg(nspname || coalesce(nspacl::text, ''), ',' ORDER"
                    + " BY oid) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp')"
                    + " UNION ALL SELECT 'collations', (SELECT count(*)::text FROM pg_collation)"
                    + " UNION ALL SELECT 'comments', (SELECT count(*)::text FROM pg_description)"
                    + " UNION ALL SELECT 'extensions', (SELECT string_agg(extname, ',') FROM pg_extension)"
                    + " UNION ALL SELECT 'statistics', (SELECT count(*)::text FROM pg_statistic_ext)"
                    + " UNION ALL SELECT 'publications', (SELECT count(*)::text FROM pg_publication)"
                    + " UNION ALL SELECT 'default privileges', (SELECT count(*)::text FROM pg_default_acl)";

    private static final String SERVER =
            " UNION ALL SELECT 'roles', (SELECT string_agg(rolname || rolsuper, ',' ORDER BY oid) FROM pg_roles)"
                    + " UNION ALL SELECT 'databases', (SELECT count(*)::text FROM pg_database WHERE datname = 'other')"
                    + " UNION ALL SELECT 'role settings', (SELECT string_agg(d::text, ',') FROM pg_db_role_setting d)"
                    + " UNION ALL SELECT 'file settings', (SELECT count(*)::text FROM pg_file_settings)"
                    + " UNION ALL SELECT 'slots', (SELECT count(*)::text FROM pg_replication_slots)"
                    + " UNION ALL SELECT 'origins', (SELECT count(*)::text FROM pg_replication_origin)"
                    + " UNION ALL SELECT 'prepared transactions', (SELECT count(*)::text FROM pg_prepared_xacts)"
                    + " UNION ALL SELECT 'advisory locks', (SELECT count(*)::text FROM pg_locks WHERE locktype ="
                    + " 'advisory')"
                    + " UNION ALL SELECT 'locks on t', (SELECT count(*)::text FROM pg_locks WHERE relation ="
                    + " 't'::regclass AND pid <> pg_backend_pid())"
                    + " UNION ALL SELECT 'statistics reset', (SELECT stats_reset::text FROM pg_stat_database WHERE"
                    + " datname = current_database())"
                    + " UNION ALL SELECT 'exported', coalesce((pg_stat_file('/tmp/camel-pg-intruder', true)).size::text,"
                    + " 'no')";

    private final Connection bystander;

    public DatabaseState(String database) throws SQLException {
        bystander = TestPostgres.connect(database);
        try (Statement statement = bystander.createStatement()) {
            statement.execute("SET application_name = 'camel-pg-bystander'; LISTEN canary");
        }
    }

    /** By what each part of it is called. */
    public Map<String, String> read() throws SQLException {
        Map<String, String> state = new LinkedHashMap<>();
        try (Statement statement = bystander.createStatement();
                ResultSet rows = statement.executeQuery(ROWS + CATALOG + SERVER)) {
            while (rows.next()) {
                state.put(rows.getString(1), rows.getString(2));
            }
        }
        state.put(
                "notifications",
                String.valueOf(bystander.unwrap(PGConnection.class).getNotifications().length));
        return state;
    }

    @Override
    public void close() throws SQLException {
        bystander.close();
    }
}
