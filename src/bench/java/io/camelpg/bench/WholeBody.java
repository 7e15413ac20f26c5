package io.camelpg.bench;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;

/** The last step of a route whose answer may be a stream: reads all of it, while the exchange is still alive. */
final class WholeBody {
    private WholeBody() {}

    static void read(Exchange exchange) throws IOException {
        if (exchange.getMessage().getBody() instanceof InputStream stream) {
            exchange.getMessage().setBody(stream.readAllBytes());
        }
    }
}
