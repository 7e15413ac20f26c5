package io.camelpg.session;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.v3.SqlSerializationContext;

/**
 * Prepared statements one after another, which the driver sends as it sends statements joined by semicolons: each is parsed
 * once for its connection, bound and executed in its place, and all go to the server in one round trip.
 */
final class JoinedQuery implements Query {
    private final Query[] parts;
    private final Supplier<ParameterList> lists;

    /** @param lists makes a list for all parameters of all parts, of the kind that the driver has for joined statements */
    JoinedQuery(Query[] parts, Supplier<ParameterList> lists) {
        this.parts = parts;
        this.lists = lists;
    }

    @Override
    public Query[] getSubqueries() {
        return parts;
    }

    @Override
    public ParameterList createParameterList() {
        return lists.get();
    }

    @Override
    public String toString(@Nullable ParameterList parameters) {
        return getNativeSql();
    }

    @Override
    public String toString(@Nullable ParameterList parameters, SqlSerializationContext context) {
        return getNativeSql();
    }

    @Override
    public String getNativeSql() {
        return parts[0].getNativeSql();
    }

    @Override
    public @Nullable SqlCommand getSqlCommand() {
        return null;
    }

    @Override
    public void close() {
        // The parts stay prepared for other uses.
    }

    @Override
    public boolean isStatementDescribed() {
        for (Query part : parts) {
            if (!part.isStatementDescribed()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public int getBatchSize() {
        return 1;
    }

    @Override
    public @Nullable Map<String, Integer> getResultSetColumnNameIndexMap() {
        return null;
    }
}
