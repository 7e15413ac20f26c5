package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.event.Observer;
import io.camelpg.event.PgEvent;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Runs the endpoint's operation for each exchange: arguments in, outcome out, events behind it. Thread-safe. */
public class PgProducer extends DefaultAsyncProducer {
    private final Operation operation;
    private final ConnectionHandle connection;
    private final ArgumentSources sources;
    private final ExchangeResults results;
    private final Observer observer;
    private final String verb;

    PgProducer(PgEndpoint endpoint, Operation operation, ArgumentSources sources, ConnectionHandle connection) {
        super(endpoint);
        this.operation = operation;
        this.connection = connection;
        this.sources = sources;
        this.verb = endpoint.getOperation().name();
        this.observer = endpoint.getPgComponent().observers();
        this.results = new ExchangeResults(
                endpoint.getCamelContext(), endpoint.getConfiguration(), connection.name(), verb, observer);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        long start = System.nanoTime();
        Outcome outcome = null;
        PgErrorCode failure = null;
        try {
            outcome = operation.run(
                    TransactedProcessor.sessions(exchange, connection.database()),
                    new ExchangeArguments(exchange, sources));
            results.set(exchange, outcome);
        } catch (PgException e) {
            failure = e.errorCode();
            exchange.setException(e);
        } catch (RuntimeException e) {
            failure = PgErrorCode.STATEMENT_FAILED;
            exchange.setException(e);
        }
        observer.on(ended(start, outcome, failure));
        callback.done(true);
        return true;
    }

    private PgEvent ended(long start, @Nullable Outcome outcome, @Nullable PgErrorCode failure) {
        long rows = -1;
        long updated = -1;
        if (outcome instanceof Outcome.Rows result) {
            rows = result.rows().total();
            updated = result.updateCount();
        } else if (outcome instanceof Outcome.Count count) {
            updated = count.updated();
        } else if (outcome instanceof Outcome.Several several) {
            rows = several.rowCount();
            updated = several.updateCount();
        }
        return new PgEvent.CallEnded(connection.name(), verb, System.nanoTime() - start, rows, updated, failure);
    }
}
