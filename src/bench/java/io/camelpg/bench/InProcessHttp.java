package io.camelpg.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.DefaultConsumer;

/**
 * Takes the place of Camel's HTTP server, whose Vert.x does not go with that of another contender: requests are exchanges
 * with headers and a body, given to the route on the caller's thread. What HTTP costs is left out for all contenders.
 */
final class InProcessHttp implements PlatformHttpEngine {
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();

    /** Sends a request to the route of a path, and waits for its end. */
    Exchange post(String path, byte[] body, Map<String, Object> headers) throws Exception {
        Listener listener = listeners.get(path);
        Exchange exchange = listener.getEndpoint().createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        listener.getProcessor().process(exchange);
        return exchange;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        Listener listener = new Listener(endpoint, processor);
        listeners.put(endpoint.getPath(), listener);
        return listener;
    }

    private static final class Listener extends DefaultConsumer implements PlatformHttpConsumer {
        Listener(PlatformHttpEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        public PlatformHttpEndpoint getEndpoint() {
            return (PlatformHttpEndpoint) super.getEndpoint();
        }
    }
}
