package io.camelpg.connection;

/** How many statements a JDBC statement sends at once. Used by one thread at a time. */
final class BatchLength {
    private final long prepared;
    private long added;

    /** @param prepared as many as the text has that it was prepared with */
    BatchLength(long prepared) {
        this.prepared = prepared;
    }

    /**
     * Counts along.
     *
     * @param method of the statement that is called
     * @param sql that is given to it; empty for none
     * @return as many as the call sends; 0 where it sends none
     */
    long sentBy(String method, String sql) {
        long statements = sql.isEmpty() ? prepared : NetworkDeadline.statements(sql);
        switch (method) {
            case "addBatch" -> added += statements;
            case "clearBatch" -> added = 0;
            case "executeBatch", "executeLargeBatch" -> {
                long all = added;
                added = 0;
                return all;
            }
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> {
                return statements;
            }
            default -> {
                // sends nothing, or only what it has sent before
            }
        }
        return 0;
    }
}
