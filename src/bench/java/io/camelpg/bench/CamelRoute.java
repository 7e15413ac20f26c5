package io.camelpg.bench;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * A Camel contender: a context of its own with the route {@code direct:call}, driven in the same way for all: a new
 * exchange with one header, sent by the endpoint's producer. The context is Camel's default one, but for JMX, which is off
 * for all.
 */
final class CamelRoute implements Contender {
    /** What the exchange carries its key in. */
    static final String KEY = "id";

    private final String name;
    private final String how;
    private final Preparation preparation;
    private final Consumer<RouteDefinition> steps;
    private CamelContext context;
    private AutoCloseable resource = () -> {};
    private Endpoint endpoint;
    private AsyncProducer producer;
    private Verification verification = operations -> {};

    /** What a contender binds or configures before its route is added; gives what is to be closed at the end. */
    interface Preparation {
        AutoCloseable prepare(CamelContext context) throws Exception;
    }

    CamelRoute(String name, String how, Preparation preparation, Consumer<RouteDefinition> steps) {
        this.name = name;
        this.how = how;
        this.preparation = preparation;
        this.steps = steps;
    }

    /** Looks whether all that was done is there. */
    interface Verification {
        void verify(long operations) throws Exception;
    }

    CamelRoute verifiedBy(Verification own) {
        verification = own;
        return this;
    }

    /** Binds a pool as {@code ds}. */
    static Preparation pool(BenchServer server) {
        return context -> {
            var pool = server.pool();
            context.getRegistry().bind("ds", DataSource.class, pool);
            return pool;
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String how() {
        return how;
    }

    @Override
    public void start() throws Exception {
        DefaultCamelContext started = new DefaultCamelContext();
        context = started;
        started.disableJMX();
        resource = preparation.prepare(started);
        started.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                steps.accept(from("direct:call"));
            }
        });
        started.start();
        endpoint = started.getEndpoint("direct:call");
        producer = endpoint.createAsyncProducer();
        producer.start();
    }

    @Override
    public Object call(long key) throws Exception {
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOut);
        exchange.getMessage().setHeader(KEY, key);
        producer.process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getBody();
    }

    @Override
    public void call(long key, BiConsumer<Object, Throwable> done) {
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOut);
        exchange.getMessage().setHeader(KEY, key);
        producer.process(exchange, sync -> done.accept(exchange.getMessage().getBody(), exchange.getException()));
    }

    @Override
    public void verify(long operations) throws Exception {
        verification.verify(operations);
    }

    @Override
    public void close() throws Exception {
        try {
            if (context != null) {
                context.close();
            }
        } finally {
            resource.close();
        }
    }
}
