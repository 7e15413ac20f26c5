package io.camelpg.operation.extract;

import io.camelpg.session.Database;
import io.camelpg.session.Session;
import io.camelpg.sql.TableName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** What is known of the tables that were read, for each database: as many as an endpoint may be asked for. Thread-safe. */
final class ExtractSources {
    private static final int KEPT = 200;

    private final ExtractPlan plan;
    private final Map<Database, Map<TableName, ExtractSource>> known = new WeakHashMap<>();

    ExtractSources(ExtractPlan plan) {
        this.plan = plan;
    }

    /** The table, looked up where it is not known. */
    ExtractSource get(Session session, TableName table) {
        ExtractSource source = known(session, table);
        if (source == null) {
            source = ExtractSource.find(session, plan, table, plan.table() == null);
            synchronized (known) {
                known.computeIfAbsent(session.database(), database -> recent()).put(table, source);
            }
        }
        return source;
    }

    private @Nullable ExtractSource known(Session session, TableName table) {
        synchronized (known) {
            Map<TableName, ExtractSource> ofDatabase = known.get(session.database());
            return ofDatabase == null ? null : ofDatabase.get(table);
        }
    }

    /** The table is looked up again when it is read next. */
    void forget(Database database, TableName table) {
        synchronized (known) {
            Map<TableName, ExtractSource> ofDatabase = known.get(database);
            if (ofDatabase != null) {
                ofDatabase.remove(table);
            }
        }
    }

    private static Map<TableName, ExtractSource> recent() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<TableName, ExtractSource> eldest) {
                return size() > KEPT;
            }
        };
    }
}
