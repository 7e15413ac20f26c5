package io.camelpg.bench;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route with one step of ours, whose body is written. */
final class ArrowCamel implements ArrowContender {
    private final String options;
    private DefaultCamelContext context;
    private ProducerTemplate template;
    private OutputStream target = OutputStream.nullOutputStream();

    ArrowCamel(String options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "camel-pg, " + options;
    }

    @Override
    public String how() {
        return "pg:extract:" + ArrowBench.TABLE + "?" + options;
    }

    @Override
    public boolean arrow() {
        return options.contains("arrow");
    }

    @Override
    public void start(BenchServer server) throws Exception {
        context = new DefaultCamelContext();
        context.disableJMX();
        CamelPg.configure(context, server.port());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:extract").to(how()).process(exchange -> exchange.getMessage()
                        .getBody(InputStream.class)
                        .transferTo(target));
            }
        });
        context.start();
        template = context.createProducerTemplate();
    }

    @Override
    public void write(OutputStream out) throws Exception {
        target = out;
        Exchange exchange = template.send("direct:extract", ExchangePattern.InOut, sent -> {});
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    @Override
    public void close() throws Exception {
        template.close();
        context.close();
    }
}
