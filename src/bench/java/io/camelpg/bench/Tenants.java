package io.camelpg.bench;

import io.camelpg.PgConstants;
import io.camelpg.PgTenantAnswer;
import io.camelpg.PgTenantConnection;
import io.camelpg.PgTenants;
import java.util.List;

/** What it costs that a message has a connection, or settings, of its own: the plain call is the limit. */
final class Tenants {
    private static final int CLIENTS = 8;
    private static final String URI =
            "pg:query?outputType=list&sql=SELECT id, name, price, created_at, active FROM item WHERE id = :"
                    + CamelRoute.KEY;

    private Tenants() {}

    static Workload workload(BenchServer server) {
        CamelRoute plain = route("camel-pg one connection", server, URI);
        return new Workload(
                "W1T",
                "Lookup by primary key, of " + CLIENTS + " clients with pools of their own",
                Workload.Drive.THREADS,
                List.of(1, 8),
                Item.ROWS,
                Workload.items(id -> List.of(Item.of(id))),
                plain.name(),
                List.of(
                        plain,
                        route("camel-pg tenants", server, URI + "&connection=clients"),
                        route(
                                "camel-pg session setting",
                                server,
                                URI + "&sessionSettings.app.tenant=${exchangeProperty." + PgConstants.CLIENT_ID
                                        + "}")));
    }

    /** All have the property, so that setting it is no part of the difference. */
    private static CamelRoute route(String name, BenchServer server, String uri) {
        return new CamelRoute(
                name,
                uri,
                context -> {
                    context.getRegistry().bind("clients", tenants(server));
                    return CamelPg.configure(context, server.port());
                },
                route -> route.process(exchange -> {
                            long key = exchange.getMessage().getHeader(CamelRoute.KEY, long.class);
                            exchange.setProperty(PgConstants.CLIENT_ID, "client" + key % CLIENTS);
                        })
                        .to(uri));
    }

    private static PgTenants tenants(BenchServer server) {
        PgTenants tenants = new PgTenants();
        tenants.setHost("127.0.0.1");
        tenants.setPort(server.port());
        tenants.setDatabase(BenchServer.DATABASE);
        tenants.setSslMode("disable");
        tenants.setMaxConnections(8);
        tenants.setMaxTotalConnections(CLIENTS * 8);
        tenants.setRegistry((client, service) -> PgTenantAnswer.found(PgTenantConnection.of(BenchServer.USER, null)));
        return tenants;
    }
}
