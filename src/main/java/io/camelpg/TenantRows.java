package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.TableName;
import io.camelpg.type.PgType;
import io.camelpg.type.TypeCatalog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements on a table of clients. Immutable, thread-safe. */
final class TenantRows {
    private static final PgType TEXT = type(25);
    private static final PgType INTEGER = type(23);
    private static final PgType BYTES = type(17);
    private static final String COLUMNS =
            "client, service, enabled, host, port, database, schema, username, key_id, password";

    private final StatementPlan ofClient;
    private final StatementPlan outdated;
    private final StatementPlan put;
    private final StatementPlan replace;

    TenantRows(TableName table) {
        String name = table.quoted();
        ofClient = StatementPlan.system("SELECT " + COLUMNS + " FROM " + name + " WHERE client = $1", TEXT);
        outdated = StatementPlan.system(
                "SELECT " + COLUMNS + " FROM " + name + " WHERE password IS NOT NULL AND key_id IS DISTINCT FROM $1",
                TEXT);
        put = StatementPlan.system(
                "INSERT INTO " + name + " (client, service, host, port, database, schema, username, key_id, password)"
                        + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (client, service) DO UPDATE SET"
                        + " host = excluded.host, port = excluded.port, database = excluded.database,"
                        + " schema = excluded.schema, username = excluded.username, key_id = excluded.key_id,"
                        + " password = excluded.password",
                TEXT,
                TEXT,
                TEXT,
                INTEGER,
                TEXT,
                TEXT,
                TEXT,
                TEXT,
                BYTES);
        replace = StatementPlan.system(
                "UPDATE " + name
                        + " SET key_id = $3, password = $4 WHERE client = $1 AND service = $2 AND password = $5",
                TEXT,
                TEXT,
                TEXT,
                BYTES,
                BYTES);
    }

    private static PgType type(int oid) {
        return TypeCatalog.builtIn().get(oid);
    }

    List<TenantRow> ofClient(Session session, String client) {
        return rows(session.rows(ofClient, client));
    }

    List<TenantRow> notEncryptedWith(Session session, String key) {
        return rows(session.rows(outdated, key));
    }

    void put(Session session, TenantRow row) {
        session.write(put, new @Nullable Object[] {
            row.client(),
            row.service(),
            row.host(),
            row.port(),
            row.database(),
            row.schema(),
            row.username(),
            row.keyId(),
            row.encrypted()
        });
    }

    /** Whether the row was still the same. */
    boolean replace(Session session, TenantRow old, TenantRow row) {
        return session.write(replace, new @Nullable Object[] {
                            row.client(), row.service(), row.keyId(), row.encrypted(), old.encrypted()
                        })
                        .updateCount()
                == 1;
    }

    private static List<TenantRow> rows(List<@Nullable Object[]> found) {
        List<TenantRow> rows = new ArrayList<>(found.size());
        for (@Nullable Object[] row : found) {
            rows.add(new TenantRow(
                    required(row[0]),
                    required(row[1]),
                    Boolean.TRUE.equals(row[2]),
                    text(row[3]),
                    row[4] instanceof Number port ? port.intValue() : null,
                    text(row[5]),
                    text(row[6]),
                    text(row[7]),
                    text(row[8]),
                    row[9] instanceof byte[] bytes ? bytes : null));
        }
        return rows;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String required(@Nullable Object value) {
        if (value == null) {
            throw new PgException(PgErrorCode.REGISTRY_UNAVAILABLE, "the table of clients has a row without a client");
        }
        return value.toString();
    }
}
