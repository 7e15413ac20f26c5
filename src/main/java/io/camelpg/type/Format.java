package io.camelpg.type;

/** How a value travels between server and client (PostgreSQL documentation, "Formats and Format Codes"). */
public enum Format {
    TEXT,
    BINARY
}
