package io.camelpg.bench;

import java.io.OutputStream;

/** One way to write a table as Arrow, or the limit of it. Used by one thread. */
interface ArrowContender extends AutoCloseable {
    /** Short, for the table. */
    String name();

    /** The configuration that matters, for the reader who wants to repeat it. */
    String how();

    /** Opens connections and starts contexts; the table is there. */
    void start(BenchServer server) throws Exception;

    /** Writes all rows. */
    void write(OutputStream out) throws Exception;

    /** Whether what it writes is a stream of Arrow's IPC. */
    boolean arrow();

    @Override
    void close() throws Exception;
}
