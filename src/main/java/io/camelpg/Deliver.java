package io.camelpg;

/** What an exchange of a consumer has. Constants are named as routes write them. */
public enum Deliver {
    /** The rows of a page, as outputType says. */
    batch,
    /** A single row. */
    row
}
