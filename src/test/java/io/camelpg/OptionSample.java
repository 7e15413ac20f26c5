package io.camelpg;

import io.camelpg.operation.BadRows;
import io.camelpg.operation.extract.NullCursor;
import io.camelpg.operation.load.schema.SchemaContract;
import io.camelpg.operation.upsert.OnConflict;
import io.camelpg.row.arrow.ArrowTypes;
import java.util.List;
import java.util.Map;

/**
 * What every option starts as, and what a text becomes in it. {@link OptionContractTest} fails for an option that has no
 * line here.
 *
 * @param initial value where it is not set
 * @param text as written in a URI or in application.properties; never what {@code initial} stands for
 * @param value what the text becomes
 */
record OptionSample(String name, Object initial, String text, Object value) {
    /** Prefixed options: the text belongs to {@code prefix + "key"}. */
    static final Map<String, String> PREFIXES =
            Map.of("parameters", "parameter.", "sessionSettings", "sessionSettings.app.");

    /** In the registry as {@code vault}. */
    static final PgCredentialProvider PROVIDER = () -> new PgCredential("app", null, null);

    static final List<OptionSample> OF_ENDPOINTS = List.of(
            of("announceConnect", true, "false", false),
            of("payload", PayloadForm.text, "json", PayloadForm.json),
            of("queueBytes", 16L << 20, "65536", 65_536L),
            of("absent", "keep", "null", "null"),
            of("allowDynamicSql", false, "true", true),
            of("arrowTypes", ArrowTypes.plain, "rich", ArrowTypes.rich),
            of("attempts", null, "tries", "tries"),
            of("badRows", BadRows.fail, "reject", BadRows.reject),
            of("batchId", null, "${header.batch}", "${header.batch}"),
            of("batch", false, "true", true),
            of("batchBytes", 1L << 20, "65536", 65_536L),
            of("batchSize", null, "17", 17),
            of("cascade", false, "true", true),
            of("claim", null, "skip-locked", "skip-locked"),
            of("coalesce", false, "true", true),
            of("complete", null, "${header.last}", "${header.last}"),
            of("columns", null, "id,name", "id,name"),
            of("commitEvery", 0L, "5000", 5000L),
            of("concurrentConsumers", 1, "4", 4),
            of("connection", null, "#crm", "#crm"),
            of("constraint", null, "item_code_key", "item_code_key"),
            of("cursor", null, "updated_at,id", "updated_at,id"),
            of("cursorName", null, "orders to lake", "orders to lake"),
            of("cursorStore", null, "positions", "positions"),
            of("deleteWhen", null, "${body[op]} == 'd'", "${body[op]} == 'd'"),
            of("deliver", null, "row", Deliver.row),
            of("done", null, "done_at", "done_at"),
            of("expectedUpdateCount", -1L, "3", 3L),
            of("extractedAt", null, "${header.at}", "${header.at}"),
            of("failure", null, "last_failure", "last_failure"),
            of("generation", null, "${header.run}", "${header.run}"),
            of("format", BodyFormat.json, "csv", BodyFormat.csv),
            of("isolation", "read-committed", "serializable", "serializable"),
            of("jsonColumns", JsonColumns.parsed, "string", JsonColumns.string),
            of("keys", null, "id,version", "id,version"),
            of("lookBack", null, "5m", "5m"),
            of("maxAttempts", 0, "1", 1),
            of("maxRetryDelay", 3_600_000L, "2h", 7_200_000L),
            of("maxRows", 0, "5", 5),
            of("metaPrefix", "_camel_", "_sync_", "_sync_"),
            of("mode", null, "incremental", "incremental"),
            of("nullCursor", NullCursor.fail, "exclude", NullCursor.exclude),
            of("onConflict", OnConflict.update, "newer", OnConflict.newer),
            of("onMaxRows", OnMaxRows.fail, "truncate", OnMaxRows.truncate),
            of("orderBy", null, "priority desc,id", "priority desc,id"),
            of("outputClass", null, "java.util.Date", "java.util.Date"),
            of("outputType", OutputType.list, "ndjson", OutputType.ndjson),
            of("overwrite", Overwrite.keep, "swap", Overwrite.swap),
            of("parameters", Map.of(), "x", Map.of("key", "x")),
            of("raw", false, "true", true),
            of("rawSchema", "camel_internal", "lake_raw", "lake_raw"),
            of("readOnly", false, "true", true),
            of("retries", 3, "5", 5),
            of("retryAt", null, "due_at", "due_at"),
            of("retryDelay", 1000L, "5s", 5000L),
            of("returning", null, "*", "*"),
            of("role", null, "reader", "reader"),
            of("schemaContract", null, "evolve", SchemaContract.evolve),
            of("parallel", 1, "4", 4),
            of("sessionSettings", Map.of(), "x", Map.of("app.key", "x")),
            of("setAside", null, "status:dead", "status:dead"),
            of("sql", null, "SELECT 1", "SELECT 1"),
            of("streamIdleTimeout", 60_000L, "90s", 90_000L),
            of("tenant", null, "header", TenantSource.header),
            of("timeout", 0L, "500ms", 500L),
            of("unknownFields", "fail", "store:rest", "store:rest"),
            of("versionColumn", null, "updated_at", "updated_at"),
            of("where", null, "id > 3", "id > 3"));

    static final List<OptionSample> OF_CONNECTIONS = List.of(
            of("applicationName", "camel-pg", "orders", "orders"),
            of("channelBinding", "prefer", "require", "require"),
            of("connectTimeout", 30_000L, "10s", 10_000L),
            of("credentialProvider", null, "#bean:vault", OptionSample.PROVIDER),
            of("database", null, "sales", "sales"),
            of("exposeDataSource", false, "true", true),
            of("host", "localhost", "db.example.com", "db.example.com"),
            of("idleTimeout", 300_000L, "2m", 120_000L),
            of("jdbcParameters", "", "tcpNoDelay=true&sendBufferSize=9", "tcpNoDelay=true&sendBufferSize=9"),
            of("maxConnections", 10, "4", 4),
            of("passFile", null, "/run/pgpass", "/run/pgpass"),
            of("password", null, "s3cr+t%41", "s3cr+t%41"),
            of("passwordFile", null, "/run/secrets/password", "/run/secrets/password"),
            of("port", 5432, "6543", 6543),
            of("readHost", null, "a,b:5433", "a,b:5433"),
            of("requireEncryption", false, "true", true),
            of("poolerMode", "none", "transaction", "transaction"),
            of("reset", "auto", "always", "always"),
            of("schema", "public", "app,public", "app,public"),
            of("service", null, "sales", "sales"),
            of("sshHost", null, "bastion.example.com", "bastion.example.com"),
            of("sshKey", null, "/run/secrets/id_rsa", "/run/secrets/id_rsa"),
            of("sshKeyPassphrase", null, "s3cr+t%41", "s3cr+t%41"),
            of("sshKeyPassphraseFile", null, "/run/secrets/phrase", "/run/secrets/phrase"),
            of("sshKnownHosts", null, "/etc/ssh/known_hosts", "/etc/ssh/known_hosts"),
            of("sshPassword", null, "s3cr+t%41", "s3cr+t%41"),
            of("sshPasswordFile", null, "/run/secrets/ssh", "/run/secrets/ssh"),
            of("sshPort", 22, "2222", 2222),
            of("sshUsername", null, "tunnel", "tunnel"),
            of("sslCert", null, "client.pem", "client.pem"),
            of("sslKey", null, "client.key", "client.key"),
            of("sslKeyPassword", null, "k3y+%41", "k3y+%41"),
            of("sslMode", null, "verify-full", "verify-full"),
            of("sslRootCert", null, "root.pem", "root.pem"),
            of("statementTimeout", 30_000L, "500ms", 500L),
            of("testConnectionOnStartup", true, "false", false),
            of("username", null, "app", "app"),
            of("usernameFile", null, "/run/secrets/username", "/run/secrets/username"));

    private static OptionSample of(String name, Object initial, String text, Object value) {
        return new OptionSample(name, initial, text, value);
    }

    /** As the option is called in URIs. */
    String uriKey() {
        String prefix = PREFIXES.get(name);
        return prefix == null ? name : prefix + "key";
    }

    /** As application.properties and the contract spell it: {@code connect-timeout}. */
    String dashed() {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
