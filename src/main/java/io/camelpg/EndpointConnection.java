package io.camelpg;

import io.camelpg.session.Database;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Where an endpoint's calls get their connection: always the same one, or that of the client a message is about. */
interface EndpointConnection {
    /** A database for one call, which ends its use. */
    interface Use extends AutoCloseable {
        Database database();

        @Override
        void close();
    }

    /** As endpoints name it. */
    String name();

    /** Host, port and database, without credentials; empty where each message has its own. */
    String address();

    /** Deadline of a call where the endpoint has none. */
    Duration statementTimeout();

    /** The database of all calls; null where each message has its own. */
    @Nullable
    Database own();

    /** Whether messages have databases of their own. */
    default boolean tenantAware() {
        return own() == null;
    }

    /**
     * The database for a message.
     *
     * @param source of the client's id
     */
    Use use(Exchange exchange, TenantSource source);
}
