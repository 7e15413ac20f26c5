package io.camelpg.session;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.v3.SqlSerializationContext;

/**
 * One prepared statement many times over, which the driver sends as it sends statements joined by semicolons: parsed once,
 * bound and executed for each set of values, all in one round trip.
 */
final class RepeatedQuery implements Query {
    private final Query query;
    private final Query[] repeated;

    RepeatedQuery(Query query, int times) {
        this.query = query;
        this.repeated = new Query[times];
        Arrays.fill(repeated, query);
    }

    @Override
    public Query[] getSubqueries() {
        return repeated;
    }

    @Override
    public ParameterList createParameterList() {
        throw new UnsupportedOperationException("the lists belong to a composite of the same statement");
    }

    @Override
    public String toString(@Nullable ParameterList parameters) {
        return query.getNativeSql();
    }

    @Override
    public String toString(@Nullable ParameterList parameters, SqlSerializationContext context) {
        return query.getNativeSql();
    }

    @Override
    public String getNativeSql() {
        return query.getNativeSql();
    }

    @Override
    public @Nullable SqlCommand getSqlCommand() {
        return query.getSqlCommand();
    }

    @Override
    public void close() {
        // The statement stays prepared for the next batch.
    }

    @Override
    public boolean isStatementDescribed() {
        return query.isStatementDescribed();
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
        return query.getResultSetColumnNameIndexMap();
    }
}
