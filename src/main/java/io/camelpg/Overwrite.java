package io.camelpg;

/** How the rows of a refresh take the place of those that are there. Constants are named as routes write them. */
public enum Overwrite {
    /** The table stays, and its rows are deleted. */
    keep,
    /** A new table takes its place. */
    swap
}
