package io.camelpg;

/** What a body of text or bytes is for pg:load; constants are named as routes write them. */
public enum BodyFormat {
    /** JSON documents one after another (NDJSON), or one array of them. */
    json,
    /** Comma-separated values, as RFC 4180 has them, with a header line that names the columns. */
    csv,
    /** Arrow's IPC, as a stream or a file. */
    arrow
}
