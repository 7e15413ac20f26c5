package io.camelpg.session;

/** A stream that is closed where nobody reads it. Thread-safe. */
interface Watched {
    /** Grows with each row that is read, and with each time that the reader got some. */
    long progress();

    boolean isOpen();

    /** Whether it was closed; not while the reader waits for rows, for then somebody does read the stream. */
    boolean closeUnread(String why);

    /** The same, unless somebody has read meanwhile. */
    void closeUnread(long progress, String why);
}
