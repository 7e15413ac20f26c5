package io.camelpg.operation;

import io.camelpg.session.Database;
import io.camelpg.session.Session;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint knows of its table in each database that it has met. Thread-safe.
 *
 * @param <T> what is known
 */
public final class KnownTables<T> {
    private final Map<Database, T> tables = Collections.synchronizedMap(new WeakHashMap<>());
    private final Function<Session, T> resolve;

    /** @param resolve reads the catalog */
    public KnownTables(Function<Session, T> resolve) {
        this.resolve = resolve;
    }

    public boolean knows(Session session) {
        return tables.containsKey(session.database());
    }

    /** What is known of the table, read where it is not known. */
    public T get(Session session) {
        T known = tables.get(session.database());
        return known == null ? renewed(session) : known;
    }

    /** What is known without asking; null for nothing. */
    public @Nullable T known(Database database) {
        return tables.get(database);
    }

    /** The table is looked up again when it is used next. */
    public void forget(Session session) {
        forget(session.database());
    }

    /** The same, of a database. */
    public void forget(Database database) {
        tables.remove(database);
    }

    /** What somebody knows who has just looked. */
    public void put(Session session, T table) {
        tables.put(session.database(), table);
    }

    /** Reads the catalog again. */
    public T renewed(Session session) {
        tables.remove(session.database());
        session.database().forgetTypes();
        T table = resolve.apply(session);
        tables.put(session.database(), table);
        return table;
    }
}
