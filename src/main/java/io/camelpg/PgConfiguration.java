package io.camelpg;

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

    @UriParam(description = "The statement: text, a file: or classpath: resource read once at start, or #bean:name")
    @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "sql")
    private @Nullable String sql;

    @UriParam(
            defaultValue = "false",
            label = "security",
            description = "Whether a message may bring its own statement, in the CamelPgSql header or, where sql is not"
                    + " set, as its body")
    private boolean allowDynamicSql;

    @UriParam(
            javaType = "java.time.Duration",
            description = "Deadline until the first row and for each further fetch. Defaults to the connection's"
                    + " statement-timeout")
    private long timeout;

    @UriParam(
            defaultValue = "60s",
            javaType = "java.time.Duration",
            label = "advanced",
            description = "How long a streamed result may stay unread before it is closed")
    private long streamIdleTimeout = 60_000;

    @UriParam(label = "producer", defaultValue = "list", description = "What the rows become")
    private OutputType outputType = OutputType.list;

    @UriParam(
            label = "producer",
            description = "Name of a record or bean class to map rows to, for outputType list, one and stream")
    private @Nullable String outputClass;

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
            defaultValue = "1000",
            description = "How many elements of a batch go in a round trip")
    private int batchSize = 1000;

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

    public @Nullable String getConnection() {
        return connection;
    }

    public void setConnection(@Nullable String connection) {
        this.connection = connection;
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

    public int getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(int batchSize) {
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
}
