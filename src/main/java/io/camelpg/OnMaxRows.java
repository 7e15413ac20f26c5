package io.camelpg;

/** What to do when a result has more rows than {@code maxRows}. Constants are named as routes write them. */
public enum OnMaxRows {
    /** Fail with PG-303. */
    fail,
    /** Leave the rest out and set {@code CamelPgTruncated}. */
    truncate
}
