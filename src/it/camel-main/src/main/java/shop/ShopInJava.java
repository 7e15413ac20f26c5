package shop;

import io.camelpg.PgComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The same without camel-main: a context made by hand, and a route in Java. */
final class ShopInJava {
    private ShopInJava() {}

    static CamelContext context(int port) throws Exception {
        CamelContext context = new DefaultCamelContext();
        PgComponent pg = new PgComponent();
        pg.getConfiguration().setHost("localhost");
        pg.getConfiguration().setPort(port);
        pg.getConfiguration().setDatabase("shop");
        pg.getConfiguration().setUsername("app");
        context.addComponent("pg", pg);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:add").to("pg:execute?sql=INSERT INTO orders (status) VALUES (:status)");
                from("direct:orders")
                        .to(
                                "pg:query?sql=SELECT status, count(*) AS orders FROM orders GROUP BY status ORDER BY status");
            }
        });
        return context;
    }
}
