package io.camelpg;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the positions of incremental reads somewhere else than in a table: a bean that an endpoint names with {@code
 * cursorStore=#name}. Called by several threads.
 */
public interface PgCursorStore {
    /** The position of that name, as it was saved; null where there is none. What it throws fails the read. */
    @Nullable
    String load(String name);

    /**
     * Keeps a position in the place of the one before, for good when it returns.
     *
     * @param name of the endpoint's cursor
     * @param cursor a JSON object of a few hundred characters
     */
    void save(String name, String cursor);
}
