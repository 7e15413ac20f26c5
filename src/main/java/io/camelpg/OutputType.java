package io.camelpg;

/** What a message body becomes. Constants are named as routes write them. */
public enum OutputType {
    /** A List of Maps, or of {@code outputClass}. */
    list(false),
    /** A Map, or null for no row; two rows are an error. */
    one(false),
    /** The value of a single column of a single row, or null for no row. */
    scalar(false),
    /** An Iterator to split in streaming mode; closes itself. */
    stream(true),
    /** A JSON array, as a one-pass InputStream. */
    json(true),
    /** A JSON object a line, as a one-pass InputStream. */
    ndjson(true),
    /** CSV with a header line, as a one-pass InputStream. */
    csv(true),
    /** Arrow's IPC in its streaming format, as a one-pass InputStream. */
    arrow(true),
    /** Of pg:discover: a page, as a String. */
    markdown(false),
    /** Of pg:discover: a diagram of tables and their relationships, as a String. */
    mermaid(false);

    private final boolean streamed;

    OutputType(boolean streamed) {
        this.streamed = streamed;
    }

    boolean streamed() {
        return streamed;
    }

    boolean mapsRows() {
        return this == list || this == one || this == stream;
    }

    /** Whether it is for what pg:discover finds, and not for rows. */
    boolean describes() {
        return this == markdown || this == mermaid;
    }

    /** How many rows tell all there is to know, or 0 for all of them. */
    int enoughRows() {
        return this == one || this == scalar ? 2 : 0;
    }
}
