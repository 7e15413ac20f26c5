package io.camelpg;

import io.camelpg.connection.Secret;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Database;
import io.camelpg.session.Deadline;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * Clients in a table of PostgreSQL, on a connection of its own, with their passwords encrypted: see docs/tenants.md for the
 * table. The ciphertext is bound to all that its row says of the connection, so that neither a row's password nor its host can be
 * exchanged for another. Thread-safe once it is configured.
 */
@UriParams
@Configurer
public class PgTenantTable implements PgTenantRegistry, CamelContextAware {
    @UriParam(description = "Name of the connection that has the table. Defaults to the component's own connection")
    private @Nullable String connection;

    @UriParam(defaultValue = "pg_tenant", description = "The table")
    private String table = "pg_tenant";

    @UriParam(
            label = "security",
            secret = true,
            description =
                    "Keys, separated by commas, each as id:base64 of 32 bytes. The first one encrypts, all decrypt")
    private @Nullable String keys;

    @UriParam(label = "security", description = "A file with the keys, one a line, which is read again for each use")
    private @Nullable String keyFile;

    private @Nullable CamelContext camelContext;

    @Override
    public PgTenantAnswer find(String client, String service) {
        TenantRows rows = rows();
        List<TenantRow> all;
        try (Session session = database().open(deadline())) {
            all = rows.ofClient(session, client);
        }
        if (all.isEmpty()) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.UNKNOWN_CLIENT);
        }
        TenantRow own = all.stream()
                .filter(row -> row.service().equals(service))
                .findAny()
                .orElse(null);
        if (own == null) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.NO_SERVICE);
        }
        if (!own.enabled()) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.DISABLED);
        }
        String username = own.username();
        if (username == null || username.isBlank() || !own.hasPassword()) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.NO_CREDENTIALS);
        }
        String password = own.password(keyRing());
        if (password == null) {
            return PgTenantAnswer.none(PgTenantAnswer.Reason.UNREADABLE);
        }
        return PgTenantAnswer.found(new PgTenantConnection(
                own.host(), own.port(), own.database(), own.schema(), username, Secret.of(password)));
    }

    /**
     * Writes a client's connection, its password encrypted with the first key; the client is enabled as it was, or if it is
     * new.
     *
     * @throws PgException PG-033 where it has no password
     */
    public void put(String client, String service, PgTenantConnection connection) {
        if (connection.password() == null) {
            throw new PgException(
                    PgErrorCode.NO_CREDENTIALS, "client '" + client + "' is to be written without a password");
        }
        TenantRow row = new TenantRow(
                client,
                service,
                true,
                connection.host(),
                connection.port(),
                connection.database(),
                connection.schema(),
                connection.username(),
                null,
                null);
        try (Session session = database().open(deadline())) {
            rows().put(session, row.encrypted(keyRing(), connection.password().reveal()));
        }
    }

    /** As {@link #put(String, String, PgTenantConnection)}, from a route. */
    public void put(
            String client,
            String service,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String database,
            @Nullable String schema,
            String username,
            String password) {
        put(client, service, new PgTenantConnection(host, port, database, schema, username, Secret.of(password)));
    }

    /**
     * Encrypts with the first key whatever is encrypted with another one; a row that is written meanwhile is left as it was
     * written. When it has run, the old keys can go.
     *
     * @return how many rows were encrypted anew
     * @throws PgException PG-035 with the number of rows that cannot be decrypted; the others are done then
     */
    public int reencrypt() {
        TenantRows rows = rows();
        KeyRing ring = keyRing();
        int done = 0;
        int unreadable = 0;
        List<TenantRow> old;
        try (Session session = database().open(deadline())) {
            old = rows.notEncryptedWith(session, ring.current());
        }
        for (TenantRow row : old) {
            String password = row.password(ring);
            if (password == null) {
                unreadable++;
                continue;
            }
            try (Session session = database().open(deadline())) {
                done += rows.replace(session, row, row.encrypted(ring, password)) ? 1 : 0;
            }
        }
        if (unreadable > 0) {
            throw new PgException(
                    PgErrorCode.CREDENTIALS_UNREADABLE,
                    unreadable + " of " + old.size() + " rows cannot be decrypted; " + done + " were encrypted anew");
        }
        return done;
    }

    private TenantRows rows() {
        return new TenantRows(TableName.parse(table));
    }

    private KeyRing keyRing() {
        return KeyRing.of(keys, keyFile);
    }

    private Deadline deadline() {
        return Deadline.after(
                database().pool().profile().session().statementTimeout().toMillis());
    }

    private Database database() {
        CamelContext context = Objects.requireNonNull(camelContext, "the registry has no Camel context");
        return context.getComponent("pg", PgComponent.class)
                .connections()
                .get(connection)
                .database();
    }

    public @Nullable String getConnection() {
        return connection;
    }

    public void setConnection(@Nullable String connection) {
        this.connection = connection;
    }

    public String getTable() {
        return table;
    }

    public void setTable(String table) {
        this.table = table;
    }

    public @Nullable String getKeys() {
        return keys;
    }

    public void setKeys(@Nullable String keys) {
        this.keys = keys;
    }

    public @Nullable String getKeyFile() {
        return keyFile;
    }

    public void setKeyFile(@Nullable String keyFile) {
        this.keyFile = keyFile;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** Without keys. */
    @Override
    public String toString() {
        return "PgTenantTable[" + table + "]";
    }
}
