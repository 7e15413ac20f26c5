package io.camelpg.bench;

import java.util.List;
import java.util.Map;

/** One way to upsert rows into a table of its own. */
interface UpsertContender extends AutoCloseable {
    String name();

    /** The configuration that matters, for the reader who wants to repeat it. */
    String how();

    /** Opens pools and starts contexts; the table is there. */
    void start(int port, String table) throws Exception;

    /** What is not part of what is measured, such as filling a staging table. */
    default void prepare(List<Map<String, Object>> rows) throws Exception {}

    /** Writes the rows, committed when it returns. */
    void upsert(List<Map<String, Object>> rows) throws Exception;

    @Override
    void close() throws Exception;
}
