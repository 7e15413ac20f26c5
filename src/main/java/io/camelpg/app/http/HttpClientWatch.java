package io.camelpg.app.http;

import io.camelpg.PgCancellation;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ForkJoinPool;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/** What a request began ends when its client goes: nobody is left to read the answer. */
public final class HttpClientWatch {
    private static final String REQUEST = "HttpServerRequest";

    private HttpClientWatch() {}

    /**
     * From here on, the {@code pg:} steps of the exchange are cancelled when the connection to the client closes.
     *
     * @throws IllegalStateException where the message is not the request as it came
     */
    public static void begin(Exchange exchange) {
        if (!(exchange.getMessage() instanceof HttpMessage http)) {
            throw new IllegalStateException("This is to be one of the first steps of a route from platform-http");
        }
        PgCancellation cancellation = PgCancellation.of(exchange);
        // the event loop must not wait for the server of the database
        http.getResponse().closeHandler(closed -> ForkJoinPool.commonPool().execute(cancellation::cancel));
        exchange.setProperty(REQUEST, http.getRequest());
    }

    /** What is to be answered. */
    static HttpServerRequest request(Exchange exchange) {
        return exchange.getProperty(REQUEST, HttpServerRequest.class);
    }
}
