package io.camelpg;

import io.camelpg.connection.ConnectionPool;
import io.camelpg.connection.ConnectionProfile;
import io.camelpg.session.Database;

/** A connection that endpoints share, by name. Thread-safe. */
record ConnectionHandle(String name, ConnectionProfile profile, Database database) {
    static ConnectionHandle open(String name, PgConnection connection) {
        ConnectionProfile profile = connection.profile(name);
        return new ConnectionHandle(name, profile, new Database(new ConnectionPool(profile)));
    }
}
