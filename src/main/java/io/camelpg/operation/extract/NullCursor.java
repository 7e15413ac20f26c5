package io.camelpg.operation.extract;

/** What becomes of rows whose cursor is NULL. Constants are named as routes write them. */
public enum NullCursor {
    /** The read fails. */
    fail,
    /** They are read, before all others; each time they were written. */
    include,
    /** They are never read. */
    exclude
}
