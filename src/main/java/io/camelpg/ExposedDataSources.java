package io.camelpg;

import io.camelpg.connection.PooledDataSource;
import io.camelpg.error.PgException;
import io.camelpg.sql.SqlScript;
import io.camelpg.sql.SqlTemplate;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/**
 * Binds connections in the registry as {@link DataSource}s, so that {@code jdbc:}, {@code sql:} and Quartz share the pool:
 * the component's own as {@code pgDataSource} where the registry has no DataSource, a named one with
 * {@code expose-data-source=true} as {@code <name>DataSource}. Nothing is opened before somebody borrows.
 */
final class ExposedDataSources {
    static final String OWN = "pgDataSource";
    private static final int MAX_TEXTS = 2000;

    private final CamelContext context;
    private final Connections connections;
    private final Map<String, Boolean> sessionChanges = new ConcurrentHashMap<>();
    private final Set<String> bound = new LinkedHashSet<>();

    ExposedDataSources(CamelContext context, Connections connections) {
        this.context = context;
        this.connections = connections;
    }

    /** Binds what is not bound yet. */
    synchronized void bind(PgConnection own) {
        boolean alone = own.getUsername() != null
                && context.getRegistry().findByType(DataSource.class).isEmpty();
        if (alone || own.isExposeDataSource()) {
            bind(OWN, Connections.DEFAULT);
        }
        context.getRegistry().findByTypeWithName(PgConnection.class).forEach((name, connection) -> {
            if (connection.isExposeDataSource()) {
                bind(name + "DataSource", name);
            }
        });
    }

    private void bind(String name, String connection) {
        if (context.getRegistry().lookupByName(name) == null && bound.add(name)) {
            context.getRegistry().bind(name, DataSource.class, of(connection));
        }
    }

    /** The pool of that connection; whether there is one is seen when somebody borrows. */
    DataSource of(String connection) {
        return new PooledDataSource(
                connection, () -> connections.get(connection).database().pool(), this::changesSession);
    }

    synchronized void unbind() {
        bound.forEach(context.getRegistry()::unbind);
        bound.clear();
    }

    /** By the same rules as for statements of this component; what cannot be parsed may be anything. */
    private boolean changesSession(String sql) {
        Boolean known = sessionChanges.get(sql);
        if (known == null) {
            if (sessionChanges.size() >= MAX_TEXTS) {
                sessionChanges.clear();
            }
            known = leavesSomething(sql);
            sessionChanges.put(sql, known);
        }
        return known;
    }

    private static boolean leavesSomething(String sql) {
        try {
            return SqlScript.parse(sql).statements().stream().anyMatch(SqlTemplate::changesSession);
        } catch (PgException e) {
            return true;
        }
    }
}
