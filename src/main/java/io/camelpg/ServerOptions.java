package io.camelpg;

import io.camelpg.connection.Server;
import io.camelpg.connection.Servers;
import io.camelpg.error.Problems;
import java.util.List;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Where the server is, or several of which one takes writes, and those that only read. See {@link PgConnection}. */
@UriParams
public abstract class ServerOptions {
    @UriParam(
            defaultValue = "localhost",
            description =
                    "Host name or address of the server; several ones, a,b:5433,[::1]:5434, are tried in order until"
                            + " one is there that takes writes")
    private @Nullable String host;

    @UriParam(
            defaultValue = "5432",
            javaType = "int",
            description = "Port of the server, or of those that name none of their own")
    private @Nullable Integer port;

    @UriParam(
            description =
                    "Replica to which pg:query, and pg:extract of all rows, go outside of transacted scopes, as long as it can be"
                            + " reached; several ones as in host")
    private @Nullable String readHost;

    @UriParam(description = "Database; defaults to the user's name, as libpq does")
    private @Nullable String database;

    void check(Problems problems) {
        if (getPort() < 1 || getPort() > 65535) {
            problems.add("port must be from 1 to 65535, not " + getPort());
        }
        Server.list("host", getHost(), getPort(), problems);
        reads(problems);
    }

    /** Of checked options. */
    Servers servers() {
        Problems checked = new Problems("");
        return Servers.of(Server.list("host", getHost(), getPort(), checked), reads(checked));
    }

    private List<Server> reads(Problems problems) {
        return readHost == null ? List.of() : Server.list("read-host", readHost, getPort(), problems);
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

    public @Nullable String getReadHost() {
        return readHost;
    }

    public void setReadHost(@Nullable String readHost) {
        this.readHost = readHost;
    }

    public @Nullable String getDatabase() {
        return database;
    }

    public void setDatabase(@Nullable String database) {
        this.database = database;
    }
}
