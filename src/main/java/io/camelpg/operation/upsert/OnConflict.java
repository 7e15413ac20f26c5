package io.camelpg.operation.upsert;

/** What happens to a row whose key is in the table already; constants are named as routes write them. */
public enum OnConflict {
    /** The stored row is updated. */
    update,
    /** The stored row stays as it is. */
    nothing,
    /** The stored row is updated where its version is older. */
    newer
}
