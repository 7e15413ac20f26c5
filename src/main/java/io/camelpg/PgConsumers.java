package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.extract.ExtractPlan;
import io.camelpg.operation.extract.ExtractPolling;
import io.camelpg.operation.extract.claim.ClaimQueue;
import io.camelpg.session.Database;
import io.camelpg.sql.ChannelName;
import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** What an endpoint is in {@code from:}. */
final class PgConsumers {
    private PgConsumers() {}

    /** @throws PgException PG-501 where it cannot be there */
    static Consumer create(PgEndpoint endpoint, PreparedEndpoint prepared, Processor processor) {
        List<ChannelName> channels = prepared.channels();
        if (channels != null && prepared.connection() instanceof ConnectionHandle connection) {
            return new PgListenConsumer(
                    endpoint,
                    processor,
                    connection.name(),
                    endpoint.getPgComponent().listener(connection),
                    channels);
        }
        ClaimQueue queue = prepared.claimed();
        if (queue != null) {
            return claiming(endpoint, prepared, processor, queue);
        }
        ExtractPlan polled = prepared.polled();
        if (polled != null) {
            return new PgConsumer(endpoint, processor, new ExtractPolling(polled), prepared, ownDatabase(prepared));
        }
        throw new PgException(
                PgErrorCode.INVALID_CONFIGURATION,
                endpoint.getOperation() == PgVerb.extract
                        ? "pg:extract in from: needs mode=incremental or claim=skip-locked"
                        : endpoint + " cannot be used in from:, only in to:");
    }

    private static PgClaimConsumer claiming(
            PgEndpoint endpoint, PreparedEndpoint prepared, Processor processor, ClaimQueue queue) {
        String connection = prepared.connection().name();
        ClaimedExchanges exchanges = new ClaimedExchanges(
                endpoint.getConfiguration(),
                prepared.mapper(),
                endpoint.getPgComponent().observers(),
                connection,
                String.valueOf(endpoint.getTarget()));
        return new PgClaimConsumer(
                endpoint, processor, queue, prepared.sources(), connection, ownDatabase(prepared), exchanges);
    }

    private static Database ownDatabase(PreparedEndpoint prepared) {
        Database own = prepared.connection().own();
        if (own == null) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    "pg:extract in from: needs a connection of its own, and '"
                            + prepared.connection().name() + "' is another one for each client");
        }
        return own;
    }
}
