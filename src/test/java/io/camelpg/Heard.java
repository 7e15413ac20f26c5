package io.camelpg;

import io.camelpg.support.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/** What a route that listens was given, in order. */
final class Heard implements Processor {
    /** An exchange; its headers are those of the component only, unless there are others. */
    record Message(Object body, Map<String, Object> headers) {
        String event() {
            return String.valueOf(headers.get(PgConstants.LISTEN_EVENT));
        }
    }

    private final List<Message> messages = new CopyOnWriteArrayList<>();

    @Override
    public void process(Exchange exchange) {
        messages.add(new Message(
                exchange.getMessage().getBody(),
                new java.util.TreeMap<>(exchange.getMessage().getHeaders())));
    }

    /** A route of that name, which has begun to listen. */
    static Heard on(CamelContext context, String route, String uri) throws Exception {
        Heard heard = new Heard();
        heard.route(context, route, uri);
        heard.awaitEvent("connected");
        return heard;
    }

    void route(CamelContext context, String route, String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId(route).process(Heard.this);
            }
        });
    }

    List<Message> messages() {
        return messages;
    }

    /** The bodies of notifications. */
    List<Object> payloads() {
        return messages.stream()
                .filter(message -> message.event().equals("notification"))
                .map(Message::body)
                .toList();
    }

    void awaitPayloads(int count) {
        Await.until(count + " notifications", () -> payloads().size() >= count);
    }

    Message awaitEvent(String event) {
        Await.until(event, () -> messages.stream()
                .anyMatch(message -> message.event().equals(event)));
        return messages.stream()
                .filter(message -> message.event().equals(event))
                .findFirst()
                .orElseThrow();
    }

    void clear() {
        messages.clear();
    }
}
