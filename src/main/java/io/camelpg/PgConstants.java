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

    @Metadata(label = "producer", description = "Rows that pg:upsert updated", javaType = "Long")
    public static final String UPDATED_COUNT = "CamelPgUpdatedCount";

    @Metadata(
            label = "producer",
            description =
                    "Rows that pg:upsert had no need to write: there already, not newer, or not there to be deleted; or"
                            + " that a trigger dropped, of pg:load as well",
            javaType = "Long")
    public static final String SKIPPED_COUNT = "CamelPgSkippedCount";

    @Metadata(label = "producer", description = "Rows that pg:upsert deleted", javaType = "Long")
    public static final String DELETED_COUNT = "CamelPgDeletedCount";

    @Metadata(
            label = "producer",
            description = "Rows that became part of another one of the same key in the same call of pg:upsert",
            javaType = "Long")
    public static final String MERGED_COUNT = "CamelPgMergedCount";

    @Metadata(
            label = "producer",
            description =
                    "With badRows=reject, the rows that were not written: a List of Maps with index (from 0), row, code,"
                            + " sqlState, message",
            javaType = "java.util.List<java.util.Map<String, Object>>")
    public static final String REJECTED_ROWS = "CamelPgRejectedRows";

    private PgConstants() {}
}
