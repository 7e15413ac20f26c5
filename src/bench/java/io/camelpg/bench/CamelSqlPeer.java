package io.camelpg.bench;

import org.apache.camel.model.dataformat.JsonLibrary;

/** Camel's SQL component, over Spring JDBC. */
final class CamelSqlPeer {
    private CamelSqlPeer() {}

    /** As its page tells to use it; it asks the server for the parameters' metadata at every call. */
    static CamelRoute plain(BenchServer server, String sql) {
        return route("camel-sql", server, sql, "");
    }

    /** Its best-known configuration: told how many parameters there are, it need not ask. */
    static CamelRoute tuned(BenchServer server, String sql) {
        return route("camel-sql parametersCount", server, sql, "&parametersCount=1");
    }

    private static CamelRoute route(String name, BenchServer server, String sql, String option) {
        String uri = uri(sql, option);
        return new CamelRoute(name, uri, CamelRoute.pool(server), route -> route.to(uri));
    }

    /** With Camel's Jackson data format behind it. */
    static CamelRoute json(BenchServer server, String sql) {
        return json("camel-sql + Jackson", server, sql, "");
    }

    /** The same, tuned. */
    static CamelRoute tunedJson(BenchServer server, String sql) {
        return json("camel-sql parametersCount + Jackson", server, sql, "&parametersCount=1");
    }

    private static CamelRoute json(String name, BenchServer server, String sql, String option) {
        String uri = uri(sql, option);
        return new CamelRoute(name, uri + " | marshal().json(Jackson)", CamelRoute.pool(server), route -> route.to(uri)
                .marshal()
                .json(JsonLibrary.Jackson)
                .process(WholeBody::read));
    }

    /** The component's placeholder is {@code :#name}. */
    private static String uri(String sql, String option) {
        return "sql:" + sql.replace("?", ":#" + CamelRoute.KEY) + "?dataSource=#ds" + option;
    }
}
