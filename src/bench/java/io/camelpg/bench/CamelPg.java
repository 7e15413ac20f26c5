package io.camelpg.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.support.PropertyBindingSupport;

/** This component, configured and called as an application does: by options and URI. */
final class CamelPg {
    private CamelPg() {}

    static CamelRoute query(String name, BenchServer server, String sql, String outputType) {
        String uri = "pg:query?sql=" + sql.replace("?", ":" + CamelRoute.KEY) + "&outputType=" + outputType;
        return new CamelRoute(name, uri, context -> configure(context, server.port()), route -> route.to(uri)
                .process(WholeBody::read));
    }

    static CamelRoute coalesced(String name, BenchServer server, String sql, String outputType) {
        String uri =
                "pg:query?coalesce=true&sql=" + sql.replace("?", ":" + CamelRoute.KEY) + "&outputType=" + outputType;
        return new CamelRoute(name, uri, context -> configure(context, server.port()), route -> route.to(uri));
    }

    /** A route with one step of ours. */
    static CamelRoute step(String name, BenchServer server, String uri) {
        return new CamelRoute(name, uri, context -> configure(context, server.port()), route -> route.to(uri));
    }

    /** Steps that share a transaction. */
    static CamelRoute scope(String name, BenchServer server, List<String> uris) {
        return new CamelRoute(
                name,
                "transacted(), " + uris.size() + " steps",
                context -> configure(context, server.port()),
                route -> {
                    ProcessorDefinition<?> scope = route.transacted();
                    for (String uri : uris) {
                        scope = scope.to(uri);
                    }
                });
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
