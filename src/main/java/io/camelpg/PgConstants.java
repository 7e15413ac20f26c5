package io.camelpg;

import org.apache.camel.spi.Metadata;

/** The headers of this component. */
public final class PgConstants {
    @Metadata(
            label = "producer",
            description = "Values for the statement: a Map for named placeholders, a List for positional ones",
            javaType = "java.util.Map or java.util.List")
    public static final String PARAMETERS = "CamelPgParameters";

    @Metadata(
            label = "producer",
            description = "The statement to run; honoured only with allowDynamicSql=true",
            javaType = "String")
    public static final String SQL = "CamelPgSql";

    @Metadata(
            label = "producer",
            description = "The table that pg:extract reads; honoured only with allowDynamicSql=true",
            javaType = "String")
    public static final String TABLE = "CamelPgTable";

    @Metadata(
            label = "producer",
            description =
                    "Whose database a step on a tenant-aware connection is about; an exchange property of that name,"
                            + " and as a header honoured only with tenant=header",
            javaType = "String")
    public static final String CLIENT_ID = "CamelPgClientId";

    @Metadata(
            label = "producer",
            description = "Rows in the result; for a streamed body set when it has been read",
            javaType = "Long")
    public static final String ROW_COUNT = "CamelPgRowCount";

    @Metadata(label = "producer", description = "Rows inserted, updated or deleted", javaType = "Long")
    public static final String UPDATE_COUNT = "CamelPgUpdateCount";

    @Metadata(
            label = "producer",
            description =
                    "Columns of the result: a List of Maps with name, type, nullable, length, precision, scale, issue",
            javaType = "java.util.List<java.util.Map<String, Object>>")
    public static final String COLUMNS = "CamelPgColumns";

    @Metadata(
            label = "producer",
            description = "Whether rows were left out because of maxRows with onMaxRows=truncate",
            javaType = "Boolean")
    public static final String TRUNCATED = "CamelPgTruncated";

    @Metadata(
            label = "producer",
            description =
                    "Where an incremental read has come to, as JSON: a later request may begin there. For a streamed"
                            + " body set when it has been read",
            javaType = "String")
    public static final String CURSOR = "CamelPgCursor";

    @Metadata(label = "producer", description = "Rows that pg:upsert or pg:load inserted", javaType = "Long")
    public static final String INSERTED_COUNT = "CamelPgInsertedCount";

    @Metadata(label = "producer", description = "Rows that pg:upsert or pg:load updated", javaType = "Long")
    public static final String UPDATED_COUNT = "CamelPgUpdatedCount";

    @Metadata(
            label = "producer",
            description =
                    "Rows that pg:upsert had no need to write: there already, not newer, or not there to be deleted; or"
                            + " that a trigger dropped, of pg:load as well",
            javaType = "Long")
    public static final String SKIPPED_COUNT = "CamelPgSkippedCount";

    @Metadata(label = "producer", description = "Rows that pg:upsert or pg:load deleted", javaType = "Long")
    public static final String DELETED_COUNT = "CamelPgDeletedCount";

    @Metadata(
            label = "producer",
            description = "Rows that gave way to another one of the same key in the same call of pg:upsert or pg:load",
            javaType = "Long")
    public static final String MERGED_COUNT = "CamelPgMergedCount";

    @Metadata(
            label = "producer",
            description =
                    "With badRows=reject, the rows that were not written: a List of Maps with index (from 0), row, code,"
                            + " sqlState, message",
            javaType = "java.util.List<java.util.Map<String, Object>>")
    public static final String REJECTED_ROWS = "CamelPgRejectedRows";

    @Metadata(
            label = "producer",
            description =
                    "With schemaContract, what pg:load changed in the table's schema, and what it left out: a List of Maps with"
                            + " change, table, column, from, to, field, sql",
            javaType = "java.util.List<java.util.Map<String, Object>>")
    public static final String SCHEMA_CHANGES = "CamelPgSchemaChanges";

    @Metadata(
            label = "producer",
            description =
                    "When the rows of pg:load were got from their source, where extractedAt does not say it: a date of"
                            + " java.time or java.util, milliseconds since 1970, or text in ISO 8601 with an offset",
            javaType = "Object")
    public static final String EXTRACTED_AT = "CamelPgExtractedAt";

    @Metadata(
            label = "consumer",
            description =
                    "What a batch of pg:extract is called, for the batchId of pg:load: the same once more where the"
                            + " batch is read again, because it was not processed or its position could not be kept",
            javaType = "String")
    public static final String BATCH_ID = "CamelPgBatchId";

    @Metadata(
            label = "consumer",
            description =
                    "What an exchange of pg:listen tells: notification; connected, when it hears for the first time;"
                            + " reconnected, when it hears again and may have missed something; dropped, when notifications were,"
                            + " because too many waited for the route",
            javaType = "String")
    public static final String LISTEN_EVENT = "CamelPgListenEvent";

    @Metadata(label = "consumer", description = "The channel that a notification came on", javaType = "String")
    public static final String CHANNEL = "CamelPgChannel";

    @Metadata(
            label = "consumer",
            description = "The process ID of the server's session that notified",
            javaType = "Integer")
    public static final String NOTIFICATION_PID = "CamelPgNotificationPid";

    @Metadata(
            label = "consumer",
            description =
                    "With CamelPgListenEvent=reconnected, for how many milliseconds notifications may have been missed",
            javaType = "Long")
    public static final String LISTEN_AWAY = "CamelPgListenAway";

    @Metadata(
            label = "consumer",
            description = "With CamelPgListenEvent=dropped, how many notifications were dropped",
            javaType = "Long")
    public static final String LISTEN_DROPPED = "CamelPgListenDropped";

    @Metadata(
            label = "consumer",
            description = "With claim=skip-locked, the number of the attempt at the row, from 1; without a column that"
                    + " counts them always 1",
            javaType = "Long")
    public static final String ATTEMPT = "CamelPgAttempt";

    @Metadata(
            label = "consumer",
            description =
                    "With claim=skip-locked, why the row is not done, in the route's own words; an exchange property"
                            + " of that name, which the column in 'failure' takes",
            javaType = "String")
    public static final String FAILURE = "CamelPgFailure";

    private PgConstants() {}
}
