package io.camelpg;

/** What json and jsonb columns become in maps. Constants are named as routes write them. */
public enum JsonColumns {
    /** Map, List, String, Number or Boolean. */
    parsed,
    /** The text. */
    string
}
