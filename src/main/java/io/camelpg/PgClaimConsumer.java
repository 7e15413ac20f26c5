package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.event.CalledStatement;
import io.camelpg.event.Observer;
import io.camelpg.event.PgEvent;
import io.camelpg.operation.extract.claim.ClaimQueue;
import io.camelpg.operation.extract.claim.ClaimedRow;
import io.camelpg.session.Database;
import io.camelpg.session.MessageSettings;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Claims rows of a table and routes them, as many at once as concurrentConsumers says. Each poll gives a row to every worker
 * that is free; a worker goes on by itself until nothing is due. So one that has a long row keeps no other from working.
 */
public class PgClaimConsumer extends ScheduledPollConsumer implements ShutdownAware {
    private final PgEndpoint endpoint;
    private final ClaimQueue queue;
    private final Database database;
    private final ArgumentSources sources;
    private final ClaimedExchanges exchanges;
    private final Observer observer;
    private final String connection;
    private final int workers;
    private final Semaphore free;
    private volatile @Nullable ExecutorService executor;

    PgClaimConsumer(
            PgEndpoint endpoint,
            Processor processor,
            ClaimQueue queue,
            ArgumentSources sources,
            String connection,
            Database database,
            ClaimedExchanges exchanges) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.queue = queue;
        this.sources = sources;
        this.connection = connection;
        this.database = database;
        this.exchanges = exchanges;
        this.observer = endpoint.getPgComponent().observers();
        this.workers = endpoint.getConfiguration().getConcurrentConsumers();
        this.free = new Semaphore(workers);
    }

    @Override
    protected int poll() {
        int handed = 0;
        while (mayClaim() && free.tryAcquire()) {
            boolean taken = false;
            try {
                taken = handOn(claim());
            } finally {
                if (!taken) {
                    free.release();
                }
            }
            if (!taken) {
                return handed;
            }
            handed++;
        }
        return handed;
    }

    private boolean handOn(@Nullable ClaimedRow row) {
        ExecutorService known = executor;
        if (row == null) {
            return false;
        }
        try {
            if (known == null) {
                throw new RejectedExecutionException();
            }
            known.execute(() -> work(row));
            return true;
        } catch (RejectedExecutionException e) {
            // The consumer is stopping.
            row.release();
            return false;
        }
    }

    private void work(ClaimedRow first) {
        ClaimedRow row = first;
        try {
            while (row != null) {
                boolean recorded = exchanges.process(this, row);
                // What could not be recorded would be claimed again at once.
                row = recorded && mayClaim() ? claim() : null;
            }
        } catch (RuntimeException e) {
            getExceptionHandler().handleException("No more rows can be claimed for " + endpoint, e);
        } finally {
            free.release();
        }
    }

    /** A queue is not idle while somebody works. */
    @Override
    protected void processEmptyMessage() throws Exception {
        if (getPendingExchangesSize() == 0) {
            super.processEmptyMessage();
        }
    }

    private boolean mayClaim() {
        return isRunAllowed() && !isSuspendingOrSuspended();
    }

    private @Nullable ClaimedRow claim() {
        long start = System.nanoTime();
        PgErrorCode failure = null;
        long rows = 0;
        Exchange values = endpoint.createExchange();
        try {
            ClaimedRow row = queue.claim(database, sources.settings(values), new ExchangeArguments(values, sources));
            rows = row == null ? 0 : 1;
            return row;
        } catch (PgException e) {
            failure = e.errorCode();
            throw e;
        } finally {
            CalledStatement called = new CalledStatement(getRouteId(), null, String.valueOf(endpoint.getTarget()));
            observer.on(new PgEvent.CallEnded(
                    connection, endpoint.getOperation().name(), System.nanoTime() - start, rows, -1, failure, called));
        }
    }

    @Override
    protected void doStart() throws Exception {
        int most = database.pool().profile().pool().maxConnections();
        if (workers > most) {
            throw new PgException(
                    PgErrorCode.INVALID_CONFIGURATION,
                    endpoint + ": concurrentConsumers=" + workers + " hold a connection each while they work, and"
                            + " max-connections is " + most);
        }
        MessageSettings settings = sources.settings(endpoint.createExchange());
        queue.start(settings == null ? database : database.with(settings));
        executor = Objects.requireNonNull(endpoint.getCamelContext())
                .getExecutorServiceManager()
                .newFixedThreadPool(this, "pg-claim", workers);
        super.doStart();
    }

    /** Rows that are being processed get the time that Camel gives its thread pools; then they are let go as they were. */
    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ExecutorService known = executor;
        executor = null;
        if (known != null) {
            Objects.requireNonNull(endpoint.getCamelContext())
                    .getExecutorServiceManager()
                    .shutdownGraceful(known);
        }
    }

    /** Nothing more is claimed while rows that are being processed come to their end. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    /** A row is under way until its transaction has ended, which is after its exchange. */
    @Override
    public int getPendingExchangesSize() {
        return workers - free.availablePermits();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Nothing is kept in memory.
    }

    /** Whether rows that fail now may fail because of the end: statements are cancelled then, and threads interrupted. */
    boolean isEnding() {
        return !isRunAllowed()
                || Objects.requireNonNull(endpoint.getCamelContext()).isStopping();
    }
}
