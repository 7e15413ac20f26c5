package io.camelpg;

import io.camelpg.connection.Server;
import io.camelpg.error.Problems;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Where the server is. See {@link PgConnection}. */
@UriParams
public abstract class ServerOptions {
    @UriParam(defaultValue = "localhost", description = "Host name or address of the server")
    private @Nullable String host;

    @UriParam(defaultValue = "5432", javaType = "int", description = "Port of the server")
    private @Nullable Integer port;

    @UriParam(description = "Database; defaults to the user's name, as libpq does")
    private @Nullable String database;

    void check(Problems problems) {
        problems.require(!getHost().isBlank(), "host is empty");
        problems.require(
                getHost().matches("[A-Za-z0-9._%:\\[\\]-]*"), "host is not the name or the address of a single server");
        problems.require(getPort() > 0 && getPort() < 65536, "port must be from 1 to 65535, not " + getPort());
    }

    Server server() {
        return new Server(getHost(), getPort());
    }

    boolean hasHost() {
        return host != null;
    }

    boolean hasPort() {
        return port != null;
    }

    public String getHost() {
        return host == null ? "localhost" : host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    public int getPort() {
        return port == null ? 5432 : port;
    }

    public void setPort(int port) {
        this.port = port;
    }

    public @Nullable String getDatabase() {
        return database;
    }

    public void setDatabase(@Nullable String database) {
        this.database = database;
    }
}
