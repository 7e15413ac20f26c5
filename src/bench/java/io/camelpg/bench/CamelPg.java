package io.camelpg.bench;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.support.PropertyBindingSupport;

/** This component, configured and called as an application does: by options and URI. */
final class CamelPg {
    private CamelPg() {}

    static CamelRoute query(String name, BenchServer server, String sql, String outputType) {
        String uri = "pg:query?sql=" + sql.replace("?", ":" + CamelRoute.KEY) + "&outputType=" + outputType;
        return new CamelRoute(name, uri, context -> configure(context, server.port()), route -> route.to(uri)
                .process(WholeBody::read));
    }

    /** Sets the component's own connection. */
    static AutoCloseable configure(CamelContext context, int port) throws Contender.NotHere {
        Component component = context.getComponent("pg");
        if (component == null) {
            throw new Contender.NotHere("there is no component pg on the class path");
        }
        PropertyBindingSupport.build()
                .withCamelContext(context)
                .withTarget(component)
                .withMandatory(true)
                .withProperties(new HashMap<>(Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        port,
                        "database",
                        BenchServer.DATABASE,
                        "username",
                        BenchServer.USER,
                        "password",
                        "",
                        "sslMode",
                        "disable",
                        "maxConnections",
                        BenchServer.POOL_SIZE)))
                .bind();
        return () -> {};
    }

    /** Whether a contender is this component: the table compares all others with it. */
    static boolean is(Contender contender) {
        return contender.name().startsWith("camel-pg");
    }
}
