package io.camelpg;

import io.camelpg.error.PgException;
import io.camelpg.session.Database;
import io.camelpg.session.MessageSettings;
import io.camelpg.session.Sessions;
import io.camelpg.session.TransactionScope;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a transaction scope around the steps it has inside, and ends it: by a commit where the steps went through, by a
 * rollback where they failed, were marked rollback-only, or failed and were handled by an error handler that ended the
 * route there. Camel routes a transacted exchange synchronously.
 */
final class TransactedProcessor extends DelegateAsyncProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(TransactedProcessor.class);

    private final PgTransactedPolicy policy;

    TransactedProcessor(Processor inside, PgTransactedPolicy policy) {
        super(inside);
        this.policy = policy;
    }

    /** A scope with what was before it. */
    private record Opened(
            OpenScope scope,
            @Nullable Object outer,
            boolean transacted,
            @Nullable Object caughtBefore,
            boolean handledBefore) {}

    /**
     * The scope and the thread that routes it: what Camel does not mark as transacted joins in on that thread only.
     *
     * @param elsewhere whether steps on another connection are simply not part of it, and no fault
     */
    record OpenScope(TransactionScope transaction, Thread thread, boolean elsewhere) {
        private boolean takes(Database database) {
            Database own = transaction.database();
            return !elsewhere || own == null || own == database;
        }
    }

    /** Who asks for a transaction gets no step that is outside of it without a word. */
    private boolean joined(Exchange exchange, OpenScope open, AsyncCallback callback) {
        OpenScope strict = new OpenScope(open.transaction(), open.thread(), false);
        exchange.setProperty(PgTransactedPolicy.SCOPE, strict);
        return super.process(exchange, doneSync -> {
            exchange.setProperty(PgTransactedPolicy.SCOPE, open);
            callback.done(doneSync);
        });
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        OpenScope open = joinable(exchange);
        if (open != null && policy.joins()) {
            return open.elsewhere() ? joined(exchange, open, callback) : super.process(exchange, callback);
        }
        Opened opened = open(exchange);
        return super.process(exchange, doneSync -> {
            try {
                end(exchange, opened);
            } finally {
                callback.done(doneSync);
            }
        });
    }

    private Opened open(Exchange exchange) {
        OpenScope scope = new OpenScope(new TransactionScope(), Thread.currentThread(), false);
        Opened opened = new Opened(
                scope,
                exchange.getProperty(PgTransactedPolicy.SCOPE),
                exchange.isTransacted(),
                exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT),
                exchange.getExchangeExtension().isFailureHandled());
        exchange.getExchangeExtension().setFailureHandled(false);
        exchange.setProperty(PgTransactedPolicy.SCOPE, scope);
        unitOfWork(exchange).beginTransactedBy(scope);
        return opened;
    }

    /** What is processed in a route has one. */
    private static UnitOfWork unitOfWork(Exchange exchange) {
        return Objects.requireNonNull(exchange.getUnitOfWork());
    }

    private static void end(Exchange exchange, Opened opened) {
        unitOfWork(exchange).endTransactedBy(opened.scope());
        exchange.getExchangeExtension().setTransacted(opened.transacted());
        if (opened.outer() == null) {
            exchange.removeProperty(PgTransactedPolicy.SCOPE);
        } else {
            exchange.setProperty(PgTransactedPolicy.SCOPE, opened.outer());
        }
        TransactionScope transaction = opened.scope().transaction();
        boolean failed = failed(exchange, opened.caughtBefore());
        if (opened.handledBefore()) {
            exchange.getExchangeExtension().setFailureHandled(true);
        }
        boolean local = exchange.isRollbackOnlyLast();
        if (failed) {
            transaction.rollback();
            LOG.debug("A transacted scope was rolled back");
            if (local) {
                // An outer scope is not affected.
                exchange.setRollbackOnlyLast(false);
                exchange.setException(null);
            }
            return;
        }
        try {
            transaction.commit();
        } catch (PgException e) {
            exchange.setException(e);
        }
    }

    /**
     * Whether a scope's steps did not go through to its end.
     *
     * @param caughtBefore what had been caught when the scope began
     */
    static boolean failed(Exchange exchange, @Nullable Object caughtBefore) {
        if (exchange.getException() != null || exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            return true;
        }
        // After continued(true) there is no exception that was caught; after handled(true) and dead letters there is.
        Object caught = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT);
        return exchange.getExchangeExtension().isFailureHandled() && caught != null && caught != caughtBefore;
    }

    private static @Nullable OpenScope joinable(Exchange exchange) {
        OpenScope scope = exchange.getProperty(PgTransactedPolicy.SCOPE, OpenScope.class);
        // What wireTap and seda send on has the property, too, but is neither marked as transacted nor on that thread.
        boolean within = scope != null
                && !scope.transaction().ended()
                && (exchange.isTransacted() || scope.thread() == Thread.currentThread());
        return within ? scope : null;
    }

    /** The database that the exchange's scope is on; null where it has none yet, or there is no scope. */
    static @Nullable Database database(Exchange exchange) {
        OpenScope scope = joinable(exchange);
        return scope == null ? null : scope.transaction().database();
    }

    /** The scope that the exchange is in; null for none. */
    static @Nullable TransactionScope scope(Exchange exchange) {
        OpenScope scope = joinable(exchange);
        return scope == null ? null : scope.transaction();
    }

    /** The sessions for a step: of the scope that the exchange is in, or of the pool. */
    static Sessions sessions(Exchange exchange, Database database, @Nullable MessageSettings settings) {
        OpenScope scope = joinable(exchange);
        if (scope == null || !scope.takes(database)) {
            return settings == null ? database : database.with(settings);
        }
        return scope.transaction().on(database, settings);
    }
}
