package io.camelpg;

import io.camelpg.session.Cancellation;
import io.camelpg.session.Sessions;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Ends what {@code pg:} steps do for an exchange, because nobody waits for it any more. Put into the exchange before the
 * first of them, and called by whoever learns that the client has gone:
 *
 * <pre>{@code
 * PgCancellation cancellation = PgCancellation.of(exchange);
 * response.closeHandler(closed -> cancellation.cancel());
 * }</pre>
 *
 * The statement that runs is cancelled at the server, later ones do not begin, and the exchange gets PG-211. Calls that share
 * a statement with others ({@code coalesce=true}) are not cancelled. Thread-safe.
 */
public final class PgCancellation {
    static final String PROPERTY = "CamelPgCancellation";

    private final Cancellation calls = new Cancellation();

    private PgCancellation() {}

    /** The exchange's own, made with the first call. Copies of the exchange, as by a splitter, have the same. */
    public static PgCancellation of(Exchange exchange) {
        PgCancellation known = exchange.getProperty(PROPERTY, PgCancellation.class);
        if (known == null) {
            known = new PgCancellation();
            exchange.setProperty(PROPERTY, known);
        }
        return known;
    }

    static Sessions sessions(Exchange exchange, Sessions sessions) {
        @Nullable PgCancellation known = exchange.getProperty(PROPERTY, PgCancellation.class);
        return known == null ? sessions : known.calls.of(sessions);
    }

    /** Returns once the server has been asked, which takes a second at most. */
    public void cancel() {
        calls.cancel();
    }

    public boolean isCancelled() {
        return calls.isCancelled();
    }
}
