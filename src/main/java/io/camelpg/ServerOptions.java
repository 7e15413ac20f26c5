package io.camelpg;

import io.camelpg.connection.Login;
import io.camelpg.connection.Secret;
import io.camelpg.connection.Server;
import io.camelpg.error.Problems;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Where the server is, and who connects. See {@link PgConnection}. */
@UriParams
public abstract class ServerOptions {
    @UriParam(defaultValue = "localhost", description = "Host name or address of the server")
    private String host = "localhost";

    @UriParam(defaultValue = "5432", description = "Port of the server")
    private int port = 5432;

    @UriParam(description = "Database; defaults to the user's name, as libpq does")
    private @Nullable String database;

    @UriParam(label = "security", secret = true, description = "User to connect as")
    private @Nullable String username;

    @UriParam(label = "security", secret = true, description = "The user's password")
    private @Nullable String password;

    void check(Problems problems) {
        problems.require(!host.isBlank(), "host is empty");
        problems.require(
                host.matches("[A-Za-z0-9._%:\\[\\]-]*"), "host is not the name or the address of a single server");
        problems.require(port > 0 && port < 65536, "port must be from 1 to 65535, not " + port);
        problems.require(username != null && !username.isBlank(), "username is not set");
    }

    Server server() {
        return new Server(host, port);
    }

    Login login() {
        return new Login(user(), Secret.of(password));
    }

    /** The database; its user's name where none is set, as in libpq. */
    String databaseOrUser() {
        String name = database;
        return name == null || name.isBlank() ? user() : name;
    }

    private String user() {
        return username == null ? "" : username;
    }

    public String getHost() {
        return host;
    }

    public void setHost(String host) {
        this.host = host;
    }

    public int getPort() {
        return port;
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

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }
}
