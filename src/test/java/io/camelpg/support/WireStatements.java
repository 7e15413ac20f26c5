package io.camelpg.support;

import java.util.HashMap;
import java.util.Map;

/**
 * What the names of prepared statements and portals of one connection stand for ("Extended Query" in PostgreSQL's
 * documentation), so that a Bind or an Execute can be told by its SQL. For one thread.
 */
final class WireStatements {
    private final Map<String, String> prepared = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();

    String parsed(String statement, String sql) {
        prepared.put(statement, sql);
        return sql;
    }

    String bound(String portal, String statement) {
        String sql = prepared.getOrDefault(statement, "");
        portals.put(portal, sql);
        return sql;
    }

    String executed(String portal) {
        return portals.getOrDefault(portal, "");
    }
}
