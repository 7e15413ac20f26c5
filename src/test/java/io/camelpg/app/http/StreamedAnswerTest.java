package io.camelpg.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A response whose client read now and then, before anything was written to it, and then takes its time. */
class StreamedAnswerTest {
    private static final byte[] BODY = new byte[100_000];

    private final long start = System.nanoTime();
    private boolean clientLeaves;
    private int asked;
    private int written;

    @Test
    void aClientThatReadsIsWaitedForHoweverOftenItHadRoomBefore() throws Exception {
        Exchange exchange = exchange();

        StreamedAnswer.send(exchange);

        assertThat(written).isEqualTo(BODY.length);
        assertThat(exchange.getMessage().getBody()).isNull();
    }

    @Test
    void aClientThatGoesIsWaitedForNoLonger() {
        clientLeaves = true;

        assertThatThrownBy(() -> StreamedAnswer.send(exchange()))
                .isInstanceOf(ClientGoneException.class)
                .hasMessage("the client went");
        assertThat(written).isZero();
    }

    private Exchange exchange() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty("HttpServerRequest", request());
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/csv");
        exchange.getMessage().setBody(new ByteArrayInputStream(BODY));
        return exchange;
    }

    private HttpServerRequest request() {
        HttpServerResponse response = fake(HttpServerResponse.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "drainHandler" -> drain(arguments[0]);
                case "write" -> written += ((Buffer) arguments[0]).length();
                default -> {}
            }
            return switch (method.getName()) {
                case "writeQueueFull" -> full();
                case "closed" -> clientLeaves && asked > 0;
                case "headWritten", "ended" -> false;
                case "end", "write" -> Future.succeededFuture();
                default -> proxy;
            };
        });
        return fake(HttpServerRequest.class, (proxy, method, arguments) -> response);
    }

    @SuppressWarnings("unchecked")
    private static void drain(Object handler) {
        IntStream.range(0, 100).forEach(time -> ((Handler<Void>) handler).handle(null));
    }

    private boolean full() {
        asked++;
        return System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2);
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
