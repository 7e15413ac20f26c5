package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.event.CalledStatement;
import io.camelpg.event.Observer;
import io.camelpg.event.PgEvent;
import io.camelpg.operation.Outcome;
import io.camelpg.operation.extract.ExtractPolling;
import io.camelpg.operation.extract.PolledPage;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowMapper;
import io.camelpg.session.Database;
import io.camelpg.session.MessageSettings;
import io.camelpg.session.Sessions;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Polls a table for what is new, page by page, until there is no more. The position goes on with each page (or row) whose
 * exchange succeeded; at the first that failed the poll ends, and the next one begins there.
 */
public class PgConsumer extends ScheduledPollConsumer {
    private final PgEndpoint endpoint;
    private final ExtractPolling polling;
    private final Database database;
    private final ArgumentSources sources;
    private final ExchangeResults results;
    private final @Nullable RowMapper mapper;
    private final Observer observer;
    private final String connection;
    private final boolean single;
    private final boolean jsonAsText;

    PgConsumer(
            PgEndpoint endpoint,
            Processor processor,
            ExtractPolling polling,
            PreparedEndpoint prepared,
            Database database) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.polling = polling;
        this.database = database;
        this.sources = prepared.sources();
        this.mapper = prepared.mapper();
        this.connection = prepared.connection().name();
        this.observer = endpoint.getPgComponent().observers();
        PgConfiguration options = endpoint.getConfiguration();
        this.single = options.getDeliver() == Deliver.row;
        this.jsonAsText = options.getJsonColumns() == JsonColumns.string;
        this.results = new ExchangeResults(
                options, mapper, this.connection, endpoint.getOperation().name(), prepared.names(), observer);
    }

    @Override
    protected int poll() throws Exception {
        int exchanges = 0;
        boolean more = true;
        while (more && isRunAllowed() && !isSuspendingOrSuspended()) {
            PolledPage page = next();
            int sent = single ? rows(page) : batch(page);
            if (sent < 0) {
                return exchanges;
            }
            exchanges += sent;
            more = page.more();
        }
        return exchanges;
    }

    private PolledPage next() {
        long start = System.nanoTime();
        PgErrorCode failure = null;
        long rows = -1;
        Exchange values = endpoint.createExchange();
        try {
            MessageSettings settings = sources.settings(values);
            Sessions sessions = settings == null ? database : database.with(settings);
            PolledPage page = polling.next(sessions, new ExchangeArguments(values, sources));
            rows = page.rows().total();
            return page;
        } catch (PgException e) {
            failure = e.errorCode();
            throw e;
        } finally {
            String verb = endpoint.getOperation().name();
            CalledStatement called = new CalledStatement(getRouteId(), null, String.valueOf(endpoint.getTarget()));
            observer.on(new PgEvent.CallEnded(connection, verb, System.nanoTime() - start, rows, -1, failure, called));
        }
    }

    @Override
    protected void doStart() throws Exception {
        polling.start(database);
        super.doStart();
    }

    private boolean processed(Exchange exchange) throws Exception {
        getProcessor().process(exchange);
        Exception failure = exchange.getException();
        if (failure != null) {
            getExceptionHandler()
                    .handleException(
                            "What " + endpoint + " read was not processed, and comes again", exchange, failure);
        }
        return failure == null && !exchange.isRollbackOnly() && !exchange.isRollbackOnlyLast();
    }

    /** How many exchanges succeeded; -1 where one failed. */
    private int batch(PolledPage page) throws Exception {
        if (page.rows().total() == 0) {
            page.delivered();
            return 0;
        }
        Exchange exchange = createExchange(false);
        try {
            results.set(exchange, new Outcome.Rows(page.rows(), -1));
            exchange.getMessage().setHeader(PgConstants.BATCH_ID, page.batchId());
            if (page.read()) {
                exchange.getMessage().setHeader(PgConstants.CURSOR, page.position());
            }
            if (!processed(exchange)) {
                page.failed();
                return -1;
            }
            page.delivered();
            return 1;
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private int rows(PolledPage page) throws Exception {
        try {
            return rowByRow(page);
        } catch (RuntimeException e) {
            // those before it were delivered
            try {
                page.failed();
            } catch (RuntimeException unsaved) {
                e.addSuppressed(unsaved);
            }
            throw e;
        }
    }

    private int rowByRow(PolledPage page) throws Exception {
        RowDecoder decoder = new RowDecoder(page.rows(), jsonAsText);
        int sent = 0;
        while (page.rows().advance()) {
            if (!isRunAllowed()) {
                page.failed();
                return -1;
            }
            Exchange exchange = createExchange(false);
            try {
                exchange.getMessage().setBody(mapper == null ? decoder.row() : mapper.map(decoder));
                exchange.getMessage()
                        .setHeader(PgConstants.COLUMNS, page.rows().columns().descriptions());
                exchange.getMessage().setHeader(PgConstants.CURSOR, page.position());
                if (!processed(exchange)) {
                    page.failed();
                    return -1;
                }
            } finally {
                releaseExchange(exchange, false);
            }
            page.rowDelivered();
            sent++;
        }
        page.delivered();
        return sent;
    }
}
