package io.camelpg;

/** What pg:extract reads. Constants are named as routes write them. */
public enum ExtractMode {
    /** All rows, or in a message's request, what that says. */
    full,
    /** What is new since the last time. */
    incremental
}
