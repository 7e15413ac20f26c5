package io.camelpg.bench;

import org.apache.camel.builder.Builder;

/** Camel's JDBC component: the statement is the body. */
final class CamelJdbcPeer {
    private CamelJdbcPeer() {}

    /** The value is pasted into the text by a Simple expression, as the component's page begins with. */
    static CamelRoute text(BenchServer server, String sql) {
        String simple = sql.replace("?", "${header." + CamelRoute.KEY + "}");
        return new CamelRoute(
                "camel-jdbc text", "jdbc:ds, body " + simple, CamelRoute.pool(server), route -> route.setBody(
                                Builder.simple(simple))
                        .to("jdbc:ds"));
    }

    /** The value is bound from a header. */
    static CamelRoute named(BenchServer server, String sql) {
        return named("camel-jdbc named", server, sql, "jdbc:ds?useHeadersAsParameters=true");
    }

    /** Its best-known configuration: without a transaction around each call. */
    static CamelRoute tuned(BenchServer server, String sql) {
        return named(
                "camel-jdbc named, resetAutoCommit=false",
                server,
                sql,
                "jdbc:ds?useHeadersAsParameters=true&resetAutoCommit=false");
    }

    private static CamelRoute named(String name, BenchServer server, String sql, String uri) {
        String body = sql.replace("?", ":?" + CamelRoute.KEY);
        return new CamelRoute(
                name, uri + ", body " + body, CamelRoute.pool(server), route -> route.setBody(Builder.constant(body))
                        .to(uri));
    }
}
