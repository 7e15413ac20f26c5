package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.event.CalledStatement;
import io.camelpg.event.Observer;
import io.camelpg.event.PgEvent;
import io.camelpg.operation.Arguments;
import io.camelpg.operation.AsyncOperation;
import io.camelpg.operation.Operation;
import io.camelpg.operation.Outcome;
import io.camelpg.session.Database;
import io.camelpg.session.Sessions;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

/** Runs the endpoint's operation for each exchange: arguments in, outcome out, events behind it. Thread-safe. */
public class PgProducer extends DefaultAsyncProducer {
    private final PgComponent component;
    private final Operation operation;
    private final EndpointConnection connection;
    private final TenantSource tenant;
    private final ArgumentSources sources;
    private final ExchangeResults results;
    private final Observer observer;
    private final String verb;
    private final StatementNames names;

    PgProducer(PgEndpoint endpoint, Operation operation, PreparedEndpoint prepared) {
        super(endpoint);
        this.component = endpoint.getPgComponent();
        this.operation = operation;
        this.connection = prepared.connection();
        TenantSource source = endpoint.getConfiguration().getTenant();
        this.tenant = source == null ? TenantSource.property : source;
        this.sources = prepared.sources();
        this.verb = endpoint.getOperation().name();
        this.observer = endpoint.getPgComponent().observers();
        this.names = prepared.names();
        this.results = new ExchangeResults(
                endpoint.getConfiguration(), prepared.mapper(), connection.name(), verb, names, observer);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Database own = connection.own();
        if (own != null) {
            operation.start(own);
        }
    }

    @Override
    protected void doStop() throws Exception {
        component.endpointStops();
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Call call = new Call(System.nanoTime(), names.of(exchange));
        EndpointConnection.Use use = null;
        Ending ending = null;
        try {
            use = connection.use(exchange, tenant);
            Arguments arguments = new ExchangeArguments(exchange, sources);
            Database database = use.database();
            Sessions sessions = PgCancellation.sessions(
                    exchange, TransactedProcessor.sessions(exchange, database, sources.settings(exchange)));
            if (operation instanceof AsyncOperation async && !sessions.joined()) {
                ending = new Ending(exchange, callback, call, use);
                return async.start(database, arguments, ending);
            }
            end(exchange, call, operation.run(sessions, arguments));
        } catch (RuntimeException | Error e) {
            if (ending != null && ending.told) {
                throw e;
            }
            fail(exchange, call, e);
        }
        if (use != null) {
            use.close();
        }
        callback.done(true);
        return true;
    }

    private record Call(long start, CalledStatement called) {}

    /** The end of a call that may come on another thread. */
    private final class Ending implements AsyncOperation.Completion {
        private final Exchange exchange;
        private final AsyncCallback callback;
        private final Call call;
        private final EndpointConnection.Use use;
        /** Read by the thread that started the call, of what it may have done itself. */
        private boolean told;

        Ending(Exchange exchange, AsyncCallback callback, Call call, EndpointConnection.Use use) {
            this.exchange = exchange;
            this.callback = callback;
            this.call = call;
            this.use = use;
        }

        @Override
        public void done(Outcome outcome, boolean sync) {
            try {
                end(exchange, call, outcome);
            } catch (RuntimeException | Error e) {
                fail(exchange, call, e);
            }
            tell(sync);
        }

        @Override
        public void failed(RuntimeException failure, boolean sync) {
            fail(exchange, call, failure);
            tell(sync);
        }

        private void tell(boolean sync) {
            use.close();
            told = sync;
            callback.done(sync);
        }
    }

    private void end(Exchange exchange, Call call, Outcome outcome) {
        results.set(exchange, outcome);
        observer.on(ended(call, outcome, null));
    }

    private void fail(Exchange exchange, Call call, Throwable failure) {
        exchange.setException(failure);
        PgErrorCode code = failure instanceof PgException known ? known.errorCode() : PgErrorCode.STATEMENT_FAILED;
        observer.on(ended(call, null, code));
    }

    private PgEvent ended(Call call, @Nullable Outcome outcome, @Nullable PgErrorCode failure) {
        long rows = -1;
        long updated = -1;
        if (outcome instanceof Outcome.Rows result) {
            rows = result.rows().total();
            updated = result.updateCount();
        } else if (outcome instanceof Outcome.Extracted extracted) {
            rows = extracted.rows().total();
        } else if (outcome instanceof Outcome.Count count) {
            updated = count.updated();
        } else if (outcome instanceof Outcome.Several several) {
            rows = several.rowCount();
            updated = several.updateCount();
        } else if (outcome instanceof Outcome.Upserted upserted) {
            rows = upserted.rows() == null ? -1 : upserted.rows().total();
            updated = upserted.changed();
        } else if (outcome instanceof Outcome.Merged merged) {
            updated = merged.counts().changed();
        } else if (outcome instanceof Outcome.Loaded loaded) {
            updated = loaded.inserted();
        }
        return new PgEvent.CallEnded(
                connection.name(), verb, System.nanoTime() - call.start(), rows, updated, failure, call.called());
    }
}
