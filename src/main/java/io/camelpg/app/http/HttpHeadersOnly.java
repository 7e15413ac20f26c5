package io.camelpg.app.http;

import io.vertx.core.MultiMap;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Camel's platform-http (4.18) puts what stands in the query among the headers of the message, and the fields of forms as
 * well. A credential in the query would stand in the logs of proxies, and any page could make a browser send it.
 */
public final class HttpHeadersOnly {
    private static final String CAMELS_OWN = "Camel";

    private HttpHeadersOnly() {}

    /**
     * Leaves the headers that the request really had, each with the request's own values, and Camel's own.
     *
     * @throws IllegalStateException where the message is not the request as it came, because nothing can be told apart then
     */
    public static void keep(Exchange exchange) {
        Message message = exchange.getMessage();
        if (!(message instanceof HttpMessage http)) {
            throw new IllegalStateException("This is to be the first step of a route from platform-http");
        }
        MultiMap sent = http.getRequest().headers();
        for (String name : List.copyOf(message.getHeaders().keySet())) {
            // strangers cannot send these: platform-http leaves them out of what came in
            if (!name.regionMatches(true, 0, CAMELS_OWN, 0, CAMELS_OWN.length())) {
                List<String> values = sent.getAll(name);
                message.removeHeader(name);
                if (values.size() == 1) {
                    message.setHeader(name, values.get(0));
                } else if (!values.isEmpty()) {
                    message.setHeader(name, List.copyOf(values));
                }
            }
        }
    }
}
