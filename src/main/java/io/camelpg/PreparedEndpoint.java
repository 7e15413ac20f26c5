package io.camelpg;

import io.camelpg.operation.Operation;
import io.camelpg.operation.extract.ExtractPlan;
import io.camelpg.operation.extract.claim.ClaimQueue;
import io.camelpg.row.RowMapper;
import io.camelpg.sql.ChannelName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the options of an endpoint amount to, once all of them have been looked at.
 *
 * @param mapper of rows to {@code outputClass}; null for Maps
 * @param operation what a producer runs; null where the verb is only for {@code from:}
 * @param polled what a consumer reads; null where the endpoint is no incremental read
 * @param claimed what a consumer claims from; null where the endpoint is no queue
 * @param channels what a consumer listens to; null where the endpoint does not listen
 */
record PreparedEndpoint(
        EndpointConnection connection,
        ArgumentSources sources,
        StatementNames names,
        @Nullable RowMapper mapper,
        @Nullable Operation operation,
        @Nullable ExtractPlan polled,
        @Nullable ClaimQueue claimed,
        @Nullable List<ChannelName> channels) {}
