package io.camelpg;

import io.camelpg.operation.BadRows;
import io.camelpg.operation.extract.NullCursor;
import io.camelpg.operation.load.schema.SchemaContract;
import io.camelpg.operation.upsert.OnConflict;
import io.camelpg.row.arrow.ArrowTypes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of an endpoint. No logic. */
@UriParams
@Configurer
public class PgConfiguration {
    @UriParam(description = "Name of a connection bean, with or without #. Defaults to the component's own connection")
    private @Nullable String connection;

    @UriParam(
            label = "security",
            enums = "property,header",
            description = "Where the client's id is, for a tenant-aware connection: in the exchange property"
                    + " CamelPgClientId, which is the default, or in the header of that name")
    private @Nullable TenantSource tenant;

    @UriParam(description = "The statement: text, a file: or classpath: resource read once at start, or #bean:name")
    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "sql")
    private @Nullable String sql;

    @UriParam(
            defaultValue = "false",
            label = "security",
            description = "Whether a message may bring its own statement, in the CamelPgSql header or, where sql is not"
                    + " set, as its body; for extract, any table, in the CamelPgTable header or the request")
    private boolean allowDynamicSql;

    @UriParam(
            javaType = "java.time.Duration",
            description = "Deadline until the first row and for each further fetch. Defaults to the connection's"
                    + " statement-timeout; for extract and load to 300s where that is not set")
    private long timeout;

    @UriParam(
            defaultValue = "60s",
            javaType = "java.time.Duration",
            label = "advanced",
            description = "How long a streamed result may stay unread before it is closed")
    private long streamIdleTimeout = 60_000;

    @UriParam(
            label = "producer",
            defaultValue = "list",
            description = "What the rows become; for discover a Map where it is not set, or json, markdown, mermaid")
    private OutputType outputType = OutputType.list;

    @UriParam(
            label = "producer",
            description = "Name of a record or bean class to map rows to, for outputType list, one and stream")
    private @Nullable String outputClass;

    @UriParam(
            label = "producer",
            defaultValue = "plain",
            description =
                    "Which types columns get with outputType=arrow: plain ones; rich ones, where arrays are lists,"
                            + " composites structs, and numeric with a stated precision decimals; or text for all of them")
    private ArrowTypes arrowTypes = ArrowTypes.plain;

    @UriParam(label = "producer", defaultValue = "0", description = "How many rows a result may have; 0 for any number")
    private int maxRows;

    @UriParam(label = "producer", defaultValue = "fail", description = "What to do when a result has more than maxRows")
    private OnMaxRows onMaxRows = OnMaxRows.fail;

    @UriParam(
            label = "producer",
            defaultValue = "parsed",
            description = "Whether json and jsonb columns are parsed in maps, or stay text")
    private JsonColumns jsonColumns = JsonColumns.parsed;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether execute runs once for each element of the body, all in one transaction")
    private boolean batch;

    @UriParam(
            label = "producer",
            javaType = "int",
            description =
                    "For execute: how many elements of a batch go in a round trip (1000). For extract: how many rows"
                            + " at most are fetched at a time, and after how many progress is told (10000)")
    private @Nullable Integer batchSize;

    @UriParam(
            label = "producer",
            defaultValue = "-1",
            description = "How many rows execute must change, in all; otherwise nothing is kept. -1 for any number")
    private long expectedUpdateCount = -1;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Whether concurrent calls of the endpoint share a round trip: a query becomes one statement for"
                            + " all of them, changes share a commit; each call has its own result or failure")
    private boolean coalesce;

    @UriParam(
            label = "producer",
            defaultValue = "read-committed",
            enums = "read-committed,repeatable-read,serializable",
            description = "The isolation level of a transaction")
    private String isolation = "read-committed";

    @UriParam(label = "producer", defaultValue = "false", description = "Whether a transaction may only read")
    private boolean readOnly;

    @UriParam(
            label = "producer",
            defaultValue = "3",
            description =
                    "How often a transaction is run again, as a whole, after a serialization failure or a deadlock")
    private int retries = 3;

    @UriParam(
            label = "producer",
            prefix = "parameter.",
            multiValue = true,
            description = "Values fixed by the route's author, as constants or simple expressions; no message overrides"
                    + " them")
    private Map<String, Object> parameters = new LinkedHashMap<>();

    @UriParam(
            label = "producer,security",
            description =
                    "The role that statements run as, for the call's transaction only: a name or a simple expression")
    private @Nullable String role;

    @UriParam(
            label = "producer,security",
            prefix = "sessionSettings.",
            multiValue = true,
            description =
                    "Settings of the server for the call's transaction only, such as sessionSettings.app.tenant, as"
                            + " constants or simple expressions")
    private Map<String, Object> sessionSettings = new LinkedHashMap<>();

    @UriParam(
            label = "producer",
            description =
                    "For upsert, and for load with mode=dedup: the columns of the key that rows are found by, comma"
                            + " separated. Defaults to the primary key. For load with schemaContract=evolve, also the fields"
                            + " that become the primary key of a table that is made. For extract, a key in the place of the"
                            + " primary one")
    private @Nullable String keys;

    @UriParam(
            label = "producer",
            description = "For upsert: the unique constraint or index that rows are found by, instead of keys")
    private @Nullable String constraint;

    @UriParam(
            label = "producer",
            description = "For upsert and load: the columns that may be written, comma separated; fields for others are"
                    + " unknown ones. For extract: the columns that are read. Defaults to all")
    private @Nullable String columns;

    @UriParam(
            label = "producer",
            defaultValue = "update",
            description =
                    "For upsert: what happens to a row whose key is there: it is updated, left as it is, or updated"
                            + " where its versionColumn is older")
    private OnConflict onConflict = OnConflict.update;

    @UriParam(
            label = "producer",
            description = "For upsert with onConflict=newer: the column that says which row is newer")
    private @Nullable String versionColumn;

    @UriParam(
            label = "producer",
            defaultValue = "keep",
            enums = "keep,null",
            description =
                    "For upsert: what becomes of a column without a field in the row: its stored value (or default)"
                            + " stays, or NULL is written where the column takes it")
    private String absent = "keep";

    @UriParam(
            label = "producer",
            defaultValue = "fail",
            description =
                    "For upsert and load: what becomes of a field without a column: fail, ignore, or store:column to put it"
                            + " into a jsonb column")
    private String unknownFields = "fail";

    @UriParam(
            label = "producer",
            description =
                    "For upsert: columns of the written rows that become the body, comma separated, or an asterisk"
                            + " for all of them")
    private @Nullable String returning;

    @UriParam(
            label = "producer",
            description =
                    "For upsert, and for load with mode=dedup: a simple expression on the row; where it is true, the row"
                            + " of that key is deleted")
    private @Nullable String deleteWhen;

    @UriParam(
            label = "producer",
            defaultValue = "fail",
            description =
                    "For upsert and load: what happens to rows that the table does not take: the call fails, or they are"
                            + " listed and the others are kept")
    private BadRows badRows = BadRows.fail;

    @UriParam(
            label = "producer",
            defaultValue = "0",
            description = "For upsert and load: how many rows a transaction has; 0 for all rows of the message in one")
    private long commitEvery;

    @UriParam(
            label = "producer",
            description = "For extract: which rows of the table are read, as an SQL condition with placeholders")
    @Metadata(largeInput = true, inputLanguage = "sql")
    private @Nullable String where;

    @UriParam(
            label = "producer",
            defaultValue = "1048576",
            description = "For extract: how many bytes of values should be fetched at a time")
    private long batchBytes = 1 << 20;

    @UriParam(
            label = "producer",
            defaultValue = "1",
            description =
                    "For extract of all rows: how many connections may read a table at once, under one snapshot. The first"
                            + " one is waited for, the others are taken where they are free")
    private int parallel = 1;

    @UriParam(
            label = "producer",
            enums = "full,incremental,append,overwrite,dedup,incremental-append",
            description =
                    "For extract: all rows (full, the default), or what is new since the last time (incremental). For"
                            + " load: rows are added (append, the default), replace all others (overwrite), are the newest of"
                            + " their key (dedup), or are added with what is known of their batch (incremental-append)")
    private @Nullable String mode;

    @UriParam(
            label = "producer",
            description =
                    "For extract with mode=incremental: the column that grows with every change, such as updated_at;"
                            + " further ones, comma separated, only say the order of rows. For load with mode=dedup:"
                            + " the column that says which row of a key is newer")
    private @Nullable String cursor;

    @UriParam(
            label = "producer",
            description =
                    "For extract with mode=incremental: where the position is kept: a table, which is created where it"
                            + " is missing; a table of another connection, as its name, an at sign and the connection's name; or"
                            + " #bean, a PgCursorStore."
                            + " Defaults to the table camel_pg_cursor")
    private @Nullable String cursorStore;

    @UriParam(
            label = "producer",
            description =
                    "For extract with mode=incremental: the name that the position is kept under. Defaults to one of"
                            + " table, cursor and condition")
    private @Nullable String cursorName;

    @UriParam(
            label = "producer",
            defaultValue = "fail",
            description =
                    "For incremental extract: what becomes of rows whose cursor is NULL: the read fails, or they are"
                            + " read, or left out")
    private NullCursor nullCursor = NullCursor.fail;

    @UriParam(
            label = "producer",
            description =
                    "For incremental extract: how far behind what was seen a transaction may still write a cursor that"
                            + " began after it was seen: a duration such as 5m, or a number for cursors that are numbers."
                            + " Defaults to a minute, an hour more for timestamps without time zone, and 0 for numbers")
    private @Nullable String lookBack;

    @UriParam(
            label = "consumer",
            description =
                    "For extract in from: whether an exchange has up to batchSize rows, as outputType says (batch, the"
                            + " default), or a single one (row, and always with claim)")
    private @Nullable Deliver deliver;

    @UriParam(
            label = "consumer",
            enums = "skip-locked",
            description =
                    "For extract in from: makes the table a queue. Each row is locked (FOR UPDATE SKIP LOCKED) and routed in"
                            + " the transaction that locked it, and done, tried again later or set aside in that transaction")
    private @Nullable String claim;

    @UriParam(
            label = "consumer",
            description =
                    "With claim: what becomes of a row that was processed: delete, or columns that are set, comma separated:"
                            + " a timestamp or boolean alone, others with a value, as in status:done. The first one tells"
                            + " which rows wait")
    private @Nullable String done;

    @UriParam(
            label = "consumer",
            description =
                    "With claim: columns, comma separated, each with desc behind it or not, in whose order rows are claimed."
                            + " Defaults to the primary key")
    private @Nullable String orderBy;

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description =
                    "With claim: how many rows are processed at once, each on a thread and a connection of its own")
    private int concurrentConsumers = 1;

    @UriParam(
            label = "consumer",
            description = "With claim: the column that counts the attempts at a row, a smallint, integer or bigint")
    private @Nullable String attempts;

    @UriParam(
            label = "consumer",
            description =
                    "With claim: the timestamp column that says from when on a row may be claimed; NULL is at once. A row"
                            + " that failed gets the time of its next attempt")
    private @Nullable String retryAt;

    @UriParam(
            label = "consumer",
            defaultValue = "1s",
            javaType = "java.time.Duration",
            description =
                    "With claim and retryAt: how long a row waits after its first attempt; twice as long after each further"
                            + " one that attempts counts, and up to a fifth more at random")
    private long retryDelay = 1000;

    @UriParam(
            label = "consumer",
            defaultValue = "1h",
            javaType = "java.time.Duration",
            description = "With claim and retryAt: how long a row waits at most, but for the fifth")
    private long maxRetryDelay = 3_600_000;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "With claim: after how many attempts that failed a row is set aside; 0 for never")
    private int maxAttempts;

    @UriParam(
            label = "consumer",
            description =
                    "With claim and maxAttempts: what becomes of a row that failed for the last time: columns that are set,"
                            + " as in done, or another table that the row is moved to, as in table:dead_jobs")
    private @Nullable String setAside;

    @UriParam(
            label = "consumer",
            description = "With claim: the text column that takes why the last attempt failed: the exchange property"
                    + " CamelPgFailure, else our error's code and message, else the class of the exception. Where"
                    + " rows are moved, one of that table")
    private @Nullable String failure;

    @UriParam(
            label = "producer",
            defaultValue = "json",
            description = "For load: what a body of text or bytes is: json (documents one after another, or one array),"
                    + " csv with a header line, or arrow (a stream or a file of its IPC)")
    private BodyFormat format = BodyFormat.json;

    @UriParam(
            label = "producer",
            description =
                    "For load: what becomes of the table where fields have no column, or it is not there: evolve makes what is"
                            + " missing and widens types, freeze fails with all differences, discard leaves such fields out"
                            + " and reports them. Where it is not set, unknownFields says what becomes of them")
    private @Nullable SchemaContract schemaContract;

    @UriParam(
            label = "producer",
            defaultValue = "keep",
            description =
                    "For load with mode=overwrite: whether the table stays and its rows are deleted, or a new table with all"
                            + " that it has takes its place")
    private Overwrite overwrite = Overwrite.keep;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "For load with overwrite=swap: whether what depends on the table and cannot be taken along, such as views and"
                            + " other tables' foreign keys, is dropped with it; where not, such a table is refused")
    private boolean cascade;

    @UriParam(
            label = "producer",
            defaultValue = "_camel_",
            description =
                    "For load with another mode than append: what the names of the columns begin with that say where a"
                            + " row comes from: raw_id, extracted_at, loaded_at, meta, generation_id")
    private String metaPrefix = "_camel_";

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "For load with another mode than append: whether the rows are also kept as they came, in a table of"
                            + " rawSchema")
    private boolean raw;

    @UriParam(
            label = "producer",
            defaultValue = "camel_internal",
            description =
                    "For load with another mode than append: the schema for what it keeps besides the table itself: raw"
                            + " rows, deleted keys, incomplete generations. It is created where it is needed and missing")
    private String rawSchema = "camel_internal";

    @UriParam(
            label = "producer",
            description = "For load with another mode than append: when the rows were got from their source, a simple"
                    + " expression on the exchange. Defaults to the header CamelPgExtractedAt, else to the"
                    + " call's start")
    private @Nullable String extractedAt;

    @UriParam(
            label = "producer",
            description = "For load with another mode than append: what the batch is called, a simple expression on the"
                    + " exchange; a batch that comes again replaces its own rows")
    private @Nullable String batchId;

    @UriParam(
            label = "producer",
            description = "For load with mode=overwrite: the number of the refresh that the rows are part of, a simple"
                    + " expression on the exchange. Defaults to each call being a refresh of its own")
    private @Nullable String generation;

    @UriParam(
            label = "producer",
            description =
                    "For load with mode=overwrite and generation: whether the refresh ends with this call, a simple"
                            + " expression on the exchange such as ${exchangeProperty.CamelSplitComplete}")
    private @Nullable String complete;

    @UriParam(
            label = "consumer",
            defaultValue = "text",
            description = "What the body of a notification is with listen: its payload as text, or parsed as JSON")
    private PayloadForm payload = PayloadForm.text;

    @UriParam(
            label = "consumer",
            defaultValue = "true",
            description = "Whether listen tells with an exchange of its own that it hears for the first time; of later"
                    + " times, when something may have been missed, it always tells")
    private boolean announceConnect = true;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "16777216",
            description = "How many bytes of notifications wait for a slow route of listen; what comes then is dropped,"
                    + " and an exchange tells how many there were")
    private long queueBytes = 16L << 20;

    public PayloadForm getPayload() {
        return payload;
    }

    public void setPayload(PayloadForm payload) {
        this.payload = payload;
    }

    public boolean isAnnounceConnect() {
        return announceConnect;
    }

    public void setAnnounceConnect(boolean announceConnect) {
        this.announceConnect = announceConnect;
    }

    public long getQueueBytes() {
        return queueBytes;
    }

    public void setQueueBytes(long queueBytes) {
        this.queueBytes = queueBytes;
    }

    public @Nullable String getConnection() {
        return connection;
    }

    public void setConnection(@Nullable String connection) {
        this.connection = connection;
    }

    public @Nullable TenantSource getTenant() {
        return tenant;
    }

    public void setTenant(@Nullable TenantSource tenant) {
        this.tenant = tenant;
    }

    public @Nullable String getSql() {
        return sql;
    }

    public void setSql(@Nullable String sql) {
        this.sql = sql;
    }

    public boolean isAllowDynamicSql() {
        return allowDynamicSql;
    }

    public void setAllowDynamicSql(boolean allowDynamicSql) {
        this.allowDynamicSql = allowDynamicSql;
    }

    public long getTimeout() {
        return timeout;
    }

    public void setTimeout(long timeout) {
        this.timeout = timeout;
    }

    public long getStreamIdleTimeout() {
        return streamIdleTimeout;
    }

    public void setStreamIdleTimeout(long streamIdleTimeout) {
        this.streamIdleTimeout = streamIdleTimeout;
    }

    public OutputType getOutputType() {
        return outputType;
    }

    public void setOutputType(OutputType outputType) {
        this.outputType = outputType;
    }

    public ArrowTypes getArrowTypes() {
        return arrowTypes;
    }

    public void setArrowTypes(ArrowTypes arrowTypes) {
        this.arrowTypes = arrowTypes;
    }

    public @Nullable String getOutputClass() {
        return outputClass;
    }

    public void setOutputClass(@Nullable String outputClass) {
        this.outputClass = outputClass;
    }

    public int getMaxRows() {
        return maxRows;
    }

    public void setMaxRows(int maxRows) {
        this.maxRows = maxRows;
    }

    public OnMaxRows getOnMaxRows() {
        return onMaxRows;
    }

    public void setOnMaxRows(OnMaxRows onMaxRows) {
        this.onMaxRows = onMaxRows;
    }

    public JsonColumns getJsonColumns() {
        return jsonColumns;
    }

    public void setJsonColumns(JsonColumns jsonColumns) {
        this.jsonColumns = jsonColumns;
    }

    public boolean isBatch() {
        return batch;
    }

    public void setBatch(boolean batch) {
        this.batch = batch;
    }

    public @Nullable Integer getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(@Nullable Integer batchSize) {
        this.batchSize = batchSize;
    }

    public long getExpectedUpdateCount() {
        return expectedUpdateCount;
    }

    public void setExpectedUpdateCount(long expectedUpdateCount) {
        this.expectedUpdateCount = expectedUpdateCount;
    }

    public Map<String, Object> getParameters() {
        return parameters;
    }

    public void setParameters(Map<String, Object> parameters) {
        this.parameters = parameters;
    }

    public @Nullable String getRole() {
        return role;
    }

    public void setRole(@Nullable String role) {
        this.role = role;
    }

    public Map<String, Object> getSessionSettings() {
        return sessionSettings;
    }

    public void setSessionSettings(Map<String, Object> sessionSettings) {
        this.sessionSettings = sessionSettings;
    }

    public String getIsolation() {
        return isolation;
    }

    public void setIsolation(String isolation) {
        this.isolation = isolation;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    public void setReadOnly(boolean readOnly) {
        this.readOnly = readOnly;
    }

    public int getRetries() {
        return retries;
    }

    public void setRetries(int retries) {
        this.retries = retries;
    }

    public boolean isCoalesce() {
        return coalesce;
    }

    public void setCoalesce(boolean coalesce) {
        this.coalesce = coalesce;
    }

    public @Nullable String getKeys() {
        return keys;
    }

    public void setKeys(@Nullable String keys) {
        this.keys = keys;
    }

    public @Nullable String getConstraint() {
        return constraint;
    }

    public void setConstraint(@Nullable String constraint) {
        this.constraint = constraint;
    }

    public @Nullable String getColumns() {
        return columns;
    }

    public void setColumns(@Nullable String columns) {
        this.columns = columns;
    }

    public OnConflict getOnConflict() {
        return onConflict;
    }

    public void setOnConflict(OnConflict onConflict) {
        this.onConflict = onConflict;
    }

    public @Nullable String getVersionColumn() {
        return versionColumn;
    }

    public void setVersionColumn(@Nullable String versionColumn) {
        this.versionColumn = versionColumn;
    }

    public String getAbsent() {
        return absent;
    }

    public void setAbsent(String absent) {
        this.absent = absent;
    }

    public String getUnknownFields() {
        return unknownFields;
    }

    public void setUnknownFields(String unknownFields) {
        this.unknownFields = unknownFields;
    }

    public @Nullable String getReturning() {
        return returning;
    }

    public void setReturning(@Nullable String returning) {
        this.returning = returning;
    }

    public @Nullable String getDeleteWhen() {
        return deleteWhen;
    }

    public void setDeleteWhen(@Nullable String deleteWhen) {
        this.deleteWhen = deleteWhen;
    }

    public BadRows getBadRows() {
        return badRows;
    }

    public void setBadRows(BadRows badRows) {
        this.badRows = badRows;
    }

    public @Nullable String getWhere() {
        return where;
    }

    public void setWhere(@Nullable String where) {
        this.where = where;
    }

    public long getBatchBytes() {
        return batchBytes;
    }

    public void setBatchBytes(long batchBytes) {
        this.batchBytes = batchBytes;
    }

    public int getParallel() {
        return parallel;
    }

    public void setParallel(int parallel) {
        this.parallel = parallel;
    }

    public @Nullable Deliver getDeliver() {
        return deliver;
    }

    public void setDeliver(@Nullable Deliver deliver) {
        this.deliver = deliver;
    }

    public @Nullable String getClaim() {
        return claim;
    }

    public void setClaim(@Nullable String claim) {
        this.claim = claim;
    }

    public @Nullable String getDone() {
        return done;
    }

    public void setDone(@Nullable String done) {
        this.done = done;
    }

    public @Nullable String getOrderBy() {
        return orderBy;
    }

    public void setOrderBy(@Nullable String orderBy) {
        this.orderBy = orderBy;
    }

    public int getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(int concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public @Nullable String getAttempts() {
        return attempts;
    }

    public void setAttempts(@Nullable String attempts) {
        this.attempts = attempts;
    }

    public @Nullable String getRetryAt() {
        return retryAt;
    }

    public void setRetryAt(@Nullable String retryAt) {
        this.retryAt = retryAt;
    }

    public long getRetryDelay() {
        return retryDelay;
    }

    public void setRetryDelay(long retryDelay) {
        this.retryDelay = retryDelay;
    }

    public long getMaxRetryDelay() {
        return maxRetryDelay;
    }

    public void setMaxRetryDelay(long maxRetryDelay) {
        this.maxRetryDelay = maxRetryDelay;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public @Nullable String getSetAside() {
        return setAside;
    }

    public void setSetAside(@Nullable String setAside) {
        this.setAside = setAside;
    }

    public @Nullable String getFailure() {
        return failure;
    }

    public void setFailure(@Nullable String failure) {
        this.failure = failure;
    }

    public @Nullable String getMode() {
        return mode;
    }

    public void setMode(@Nullable String mode) {
        this.mode = mode;
    }

    public @Nullable String getCursor() {
        return cursor;
    }

    public void setCursor(@Nullable String cursor) {
        this.cursor = cursor;
    }

    public @Nullable String getCursorStore() {
        return cursorStore;
    }

    public void setCursorStore(@Nullable String cursorStore) {
        this.cursorStore = cursorStore;
    }

    public @Nullable String getCursorName() {
        return cursorName;
    }

    public void setCursorName(@Nullable String cursorName) {
        this.cursorName = cursorName;
    }

    public NullCursor getNullCursor() {
        return nullCursor;
    }

    public void setNullCursor(NullCursor nullCursor) {
        this.nullCursor = nullCursor;
    }

    public @Nullable String getLookBack() {
        return lookBack;
    }

    public void setLookBack(@Nullable String lookBack) {
        this.lookBack = lookBack;
    }

    public long getCommitEvery() {
        return commitEvery;
    }

    public void setCommitEvery(long commitEvery) {
        this.commitEvery = commitEvery;
    }

    public BodyFormat getFormat() {
        return format;
    }

    public void setFormat(BodyFormat format) {
        this.format = format;
    }

    public @Nullable SchemaContract getSchemaContract() {
        return schemaContract;
    }

    public void setSchemaContract(@Nullable SchemaContract schemaContract) {
        this.schemaContract = schemaContract;
    }

    public String getMetaPrefix() {
        return metaPrefix;
    }

    public void setMetaPrefix(String metaPrefix) {
        this.metaPrefix = metaPrefix;
    }

    public boolean isRaw() {
        return raw;
    }

    public void setRaw(boolean raw) {
        this.raw = raw;
    }

    public String getRawSchema() {
        return rawSchema;
    }

    public void setRawSchema(String rawSchema) {
        this.rawSchema = rawSchema;
    }

    public @Nullable String getExtractedAt() {
        return extractedAt;
    }

    public void setExtractedAt(@Nullable String extractedAt) {
        this.extractedAt = extractedAt;
    }

    public @Nullable String getBatchId() {
        return batchId;
    }

    public void setBatchId(@Nullable String batchId) {
        this.batchId = batchId;
    }

    public @Nullable String getGeneration() {
        return generation;
    }

    public void setGeneration(@Nullable String generation) {
        this.generation = generation;
    }

    public @Nullable String getComplete() {
        return complete;
    }

    public void setComplete(@Nullable String complete) {
        this.complete = complete;
    }

    public Overwrite getOverwrite() {
        return overwrite;
    }

    public void setOverwrite(Overwrite overwrite) {
        this.overwrite = overwrite;
    }

    public boolean isCascade() {
        return cascade;
    }

    public void setCascade(boolean cascade) {
        this.cascade = cascade;
    }
}
