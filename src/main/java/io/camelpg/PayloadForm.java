package io.camelpg;

/** What becomes of a notification's payload. Constants are named as routes write them. */
public enum PayloadForm {
    /** The text as it came; empty where there was none. */
    text,
    /** Map, List, String, Number, Boolean; null where there was none. */
    json
}
