package io.camelpg.operation.extract.claim;

/** What a statement about a row is told besides its key. */
enum RowValue {
    /** How many had failed when the row was claimed. */
    ATTEMPTS,
    /** How long the row waits. */
    DELAY_MILLIS,
    /** Why the attempt failed. */
    REASON
}
