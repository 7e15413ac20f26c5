package io.camelpg.sql;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A statement by its first keyword: "SQL Commands" in PostgreSQL's manual. {@link #OTHER} is whatever is not listed. */
public enum StatementKind {
    SELECT,
    WITH,
    VALUES,
    TABLE,
    SHOW,
    EXPLAIN,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    BEGIN,
    START,
    COMMIT,
    END,
    ROLLBACK,
    ABORT,
    SAVEPOINT,
    RELEASE,
    PREPARE,
    EXECUTE,
    DEALLOCATE,
    SET,
    RESET,
    DISCARD,
    COPY,
    CALL,
    DO,
    CREATE,
    ALTER,
    DROP,
    TRUNCATE,
    COMMENT,
    GRANT,
    REVOKE,
    REASSIGN,
    SECURITY,
    IMPORT,
    VACUUM,
    ANALYZE,
    CLUSTER,
    REINDEX,
    REFRESH,
    CHECKPOINT,
    LOCK,
    LISTEN,
    UNLISTEN,
    NOTIFY,
    LOAD,
    DECLARE,
    FETCH,
    MOVE,
    CLOSE,
    OTHER;

    private static final Map<String, StatementKind> BY_KEYWORD = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(kind -> Names.fold(kind.name()), kind -> kind));

    /** @param keyword in lower case */
    static StatementKind of(String keyword) {
        return keyword.equals("analyse") ? ANALYZE : BY_KEYWORD.getOrDefault(keyword, OTHER);
    }

    /**
     * Whether such a statement may be one that only reads. WITH can contain an INSERT, EXPLAIN ANALYZE runs what it
     * explains, and functions do what they like: only a READ ONLY transaction makes sure.
     */
    public boolean reads() {
        return this == SELECT || this == WITH || this == VALUES || this == TABLE || this == SHOW || this == EXPLAIN;
    }

    /**
     * Whether every such statement begins or ends a transaction or a part of one. {@link
     * SqlTemplate#controlsTransaction()} knows the others, too.
     */
    public boolean controlsTransaction() {
        return this == BEGIN
                || this == START
                || this == COMMIT
                || this == END
                || this == ROLLBACK
                || this == ABORT
                || this == SAVEPOINT
                || this == RELEASE;
    }
}
