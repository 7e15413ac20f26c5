package io.camelpg;

import io.camelpg.connection.Notification;
import io.camelpg.event.Observer;
import io.camelpg.event.PgEvent;
import io.camelpg.operation.listen.Delivery;
import io.camelpg.operation.listen.Listener;
import io.camelpg.operation.listen.Mailbox;
import io.camelpg.operation.listen.Subscription;
import io.camelpg.sql.ChannelName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives each notification to its route, one after the other in the order of the server, on a thread of its own: the
 * listener that all consumers of a connection share never waits for a route. Suspended, it does not listen; what had come
 * before is still delivered.
 */
public class PgListenConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
    private static final long LOOK_MILLIS = 500;

    private final PgEndpoint endpoint;
    private final String connection;
    private final Listener listener;
    private final List<ChannelName> channels;
    private final PgConfiguration options;
    private final Observer observer;
    private @Nullable Reception reception;
    private @Nullable Subscription subscription;
    /** Since when something may have been missed, where it has listened before and does not now. */
    private @Nullable Long missingSinceNanos;

    /** From a start to the next stop. */
    private record Reception(Mailbox mailbox, ExecutorService worker) {}

    PgListenConsumer(
            PgEndpoint endpoint,
            Processor processor,
            String connection,
            Listener listener,
            List<ChannelName> channels) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.connection = connection;
        this.listener = listener;
        this.channels = channels;
        this.options = endpoint.getConfiguration();
        this.observer = endpoint.getPgComponent().observers();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (getHealthCheck() == null) {
            setHealthCheck(new ListenHealthCheck(getRouteId(), connection, listener));
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Mailbox mailbox = new Mailbox(options.getQueueBytes());
        ExecutorService worker =
                getEndpoint().getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "pg-listen");
        reception = new Reception(mailbox, worker);
        worker.execute(() -> deliverAll(mailbox));
        subscribe(mailbox, null);
    }

    @Override
    protected void doSuspend() throws Exception {
        unsubscribe();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        Reception current = reception;
        if (current != null) {
            subscribe(current.mailbox(), missingSinceNanos);
        }
    }

    @Override
    protected void doStop() throws Exception {
        unsubscribe();
        Reception current = reception;
        reception = null;
        if (current != null) {
            current.mailbox().close();
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(current.worker());
        }
        super.doStop();
    }

    private void subscribe(Mailbox mailbox, @Nullable Long missingSince) {
        Subscription made = new Subscription(channels, mailbox, this::dropped, missingSince);
        subscription = made;
        listener.add(made);
    }

    private void unsubscribe() {
        Subscription before = subscription;
        subscription = null;
        if (before != null) {
            missingSinceNanos = listener.remove(before);
        }
    }

    private void dropped() {
        observer.on(new PgEvent.Notified(connection, endpoint.getOperation().name(), true));
    }

    private void deliverAll(Mailbox mailbox) {
        try {
            while (!mailbox.isClosed()) {
                Delivery next = mailbox.take(LOOK_MILLIS);
                if (next != null) {
                    deliver(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Delivery delivery) {
        if (delivery instanceof Delivery.Listening listening
                && listening.away() == null
                && !options.isAnnounceConnect()) {
            return;
        }
        Exchange exchange = createExchange(false);
        try {
            fill(exchange.getMessage(), delivery);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getException();
        if (failure != null) {
            getExceptionHandler().handleException("What " + endpoint + " heard was not processed", exchange, failure);
        }
        releaseExchange(exchange, false);
    }

    private void fill(Message message, Delivery delivery) {
        if (delivery instanceof Delivery.Notified notified) {
            Notification notification = notified.notification();
            observer.on(new PgEvent.Notified(connection, endpoint.getOperation().name(), false));
            message.setHeader(PgConstants.LISTEN_EVENT, "notification");
            message.setHeader(PgConstants.CHANNEL, notification.channel());
            message.setHeader(PgConstants.NOTIFICATION_PID, notification.pid());
            message.setBody(
                    switch (options.getPayload()) {
                        case text -> notification.payload();
                        case json -> NotificationPayload.parsed(notification.channel(), notification.payload());
                    });
        } else if (delivery instanceof Delivery.Listening listening) {
            Duration away = listening.away();
            message.setHeader(PgConstants.LISTEN_EVENT, away == null ? "connected" : "reconnected");
            if (away != null) {
                message.setHeader(PgConstants.LISTEN_AWAY, away.toMillis());
            }
        } else if (delivery instanceof Delivery.Dropped dropped) {
            message.setHeader(PgConstants.LISTEN_EVENT, "dropped");
            message.setHeader(PgConstants.LISTEN_DROPPED, dropped.notifications());
        }
    }

    /** A stop waits for what has come already. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        Reception current = reception;
        return current == null ? 0 : current.mailbox().size();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        unsubscribe();
    }
}
