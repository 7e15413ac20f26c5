package io.camelpg;

import io.camelpg.TransactedProcessor.OpenScope;
import io.camelpg.error.PgException;
import io.camelpg.event.Observer;
import io.camelpg.event.PgEvent;
import io.camelpg.operation.extract.claim.ClaimedRow;
import io.camelpg.operation.extract.claim.Fate;
import io.camelpg.operation.extract.claim.Reason;
import io.camelpg.row.RowDecoder;
import io.camelpg.row.RowMapper;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.spi.UnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claimed row as an exchange whose transacted scope is the transaction that claimed it, and what becomes of the row when the
 * exchange ends. A row is done under the same condition that keeps a scope: the steps went through to the end. Thread-safe.
 */
final class ClaimedExchanges {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimedExchanges.class);

    private final @Nullable RowMapper mapper;
    private final boolean jsonAsText;
    private final Observer observer;
    private final String connection;
    private final String table;

    /** @param table as metrics name it */
    ClaimedExchanges(
            PgConfiguration options, @Nullable RowMapper mapper, Observer observer, String connection, String table) {
        this.mapper = mapper;
        this.jsonAsText = options.getJsonColumns() == JsonColumns.string;
        this.observer = observer;
        this.connection = connection;
        this.table = table;
    }

    /** Routes the row; false where what became of it could not be recorded. */
    boolean process(PgClaimConsumer consumer, ClaimedRow row) {
        Exchange exchange = consumer.createExchange(false);
        boolean ended = false;
        try {
            route(consumer, exchange, row);
            Fate fate = end(consumer, exchange, row);
            ended = true;
            observer.on(new PgEvent.RowEnded(connection, PgVerb.extract.name(), table, fate.label()));
            return fate != Fate.RELEASED;
        } finally {
            if (!ended) {
                row.release();
            }
            consumer.doneUoW(exchange);
            consumer.releaseExchange(exchange, false);
        }
    }

    private void route(PgClaimConsumer consumer, Exchange exchange, ClaimedRow row) {
        UnitOfWork unit = null;
        OpenScope scope = new OpenScope(row.scope(), Thread.currentThread(), true);
        try {
            unit = consumer.createUoW(exchange);
            fill(exchange.getMessage(), row);
            exchange.setProperty(PgTransactedPolicy.SCOPE, scope);
            unit.beginTransactedBy(scope);
            consumer.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        } finally {
            if (unit != null) {
                unit.endTransactedBy(scope);
            }
            exchange.removeProperty(PgTransactedPolicy.SCOPE);
        }
    }

    private void fill(Message message, ClaimedRow row) {
        RowDecoder decoder = new RowDecoder(row.rows(), jsonAsText);
        message.setBody(mapper == null ? decoder.row() : mapper.map(decoder));
        message.setHeader(PgConstants.COLUMNS, row.rows().columns().descriptions());
        message.setHeader(PgConstants.ATTEMPT, row.attempt());
    }

    private Fate end(PgClaimConsumer consumer, Exchange exchange, ClaimedRow row) {
        if (!TransactedProcessor.failed(exchange, null)) {
            try {
                row.done();
                return Fate.DONE;
            } catch (PgException e) {
                exchange.setException(e);
            }
        }
        Exception failure = exchange.getException();
        if (failure == null) {
            failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        }
        String reason = Reason.of(exchange.getProperty(PgConstants.FAILURE, String.class), failure);
        Fate fate = consumer.isEnding() ? Fate.RELEASED : row.failed(reason);
        row.release();
        tell(
                consumer,
                exchange,
                "Attempt " + row.attempt() + " of a row of pg:extract:" + table + " failed (" + reason
                        + "), and the row is " + fate.label());
        return fate;
    }

    private static void tell(PgClaimConsumer consumer, Exchange exchange, String what) {
        if (exchange.getException() != null) {
            consumer.getExceptionHandler().handleException(what, exchange, exchange.getException());
        } else {
            LOG.warn(what);
        }
    }
}
