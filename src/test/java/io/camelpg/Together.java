package io.camelpg;

import io.camelpg.support.PgContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** Calls that find each other under way. */
final class Together {
    private Together() {}

    /** All at once and none waiting for another, as an asynchronous consumer would. */
    static List<Exchange> send(PgContext pg, String uri, List<?> bodies) throws Exception {
        AsyncProducer producer = (AsyncProducer) pg.camel().getEndpoint(uri).createProducer();
        producer.start();
        List<CompletableFuture<Exchange>> running = new ArrayList<>();
        for (Object body : bodies) {
            Exchange exchange = new DefaultExchange(pg.camel());
            exchange.getMessage().setBody(body);
            CompletableFuture<Exchange> done = new CompletableFuture<>();
            producer.process(exchange, sync -> done.complete(exchange));
            running.add(done);
        }
        List<Exchange> ended = running.stream().map(CompletableFuture::join).toList();
        producer.stop();
        return ended;
    }
}
