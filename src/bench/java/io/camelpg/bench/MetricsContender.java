package io.camelpg.bench;

/** One way to bring the messages of a topic into a table of the database. */
interface MetricsContender {
    String name();

    /** The configuration that matters, for the reader who wants to repeat it. */
    String how();

    /** Where it logs the messages; empty and there when it starts to read. */
    String table();

    /** Whether it is so slow that it gets a small part of the messages. */
    default boolean slow() {
        return false;
    }

    /**
     * Begins to read a topic, from its first record and as nobody has before.
     *
     * @return what ends it
     */
    AutoCloseable read(String topic) throws Exception;

    /** Looks at what else is to be right than the log. */
    default void check(MetricsTopic topic) throws Exception {}
}
