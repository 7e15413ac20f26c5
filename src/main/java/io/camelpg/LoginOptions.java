package io.camelpg;

import io.camelpg.connection.Credentials;
import io.camelpg.connection.Login;
import io.camelpg.connection.Secret;
import io.camelpg.connection.credential.CredentialCall;
import io.camelpg.connection.credential.PassFile;
import io.camelpg.connection.credential.ProvidedCredentials;
import io.camelpg.connection.credential.ReadCredentials;
import io.camelpg.error.Problems;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Who connects: fixed, or where it is looked up. See {@link PgConnection}. */
@UriParams
public abstract class LoginOptions extends ServerOptions {
    @UriParam(label = "security", secret = true, description = "User to connect as")
    private @Nullable String username;

    @UriParam(label = "security", secret = true, description = "The user's password")
    private @Nullable String password;

    @UriParam(
            label = "security",
            description = "File with the user's name and nothing else, read again when it changes")
    private @Nullable String usernameFile;

    @UriParam(
            label = "security",
            description = "File with the password and nothing else, read again when it changes: a mounted secret")
    private @Nullable String passwordFile;

    @UriParam(
            label = "security",
            description = "A bean that gives user and password, such as a cloud's token: an"
                    + " io.camelpg.PgCredentialProvider")
    private @Nullable PgCredentialProvider credentialProvider;

    @UriParam(
            label = "security",
            description =
                    "Password file in psql's format. Defaults to PGPASSFILE or .pgpass in the user's home; looked into where no"
                            + " password is set")
    private @Nullable String passFile;

    @UriParam(
            description =
                    "Section of pg_service.conf (PGSERVICEFILE, .pg_service.conf in the user's home, or in PGSYSCONFDIR) that says"
                            + " what is not set here")
    private @Nullable String service;

    @Override
    void check(Problems problems) {
        super.check(problems);
        boolean provided = credentialProvider != null;
        problems.require(provided || usernameFile != null || isSet(username), "username is not set");
        problems.require(
                !provided || usernameFile == null && password == null && passwordFile == null && passFile == null,
                "credential-provider gives the password: username-file, password, password-file and pass-file do not go"
                        + " with it");
        problems.require(username == null || usernameFile == null, "username and username-file are both set");
        problems.require(password == null || passwordFile == null, "password and password-file are both set");
        problems.require(
                passFile == null || password == null && passwordFile == null && usernameFile == null,
                "pass-file goes with username, without password, password-file and username-file");
        problems.require(
                isSet(getDatabase()) || isSet(username) || !provided && usernameFile == null,
                "database is not set, and there is no fixed username that it could be called after");
    }

    /** Whether anything says who connects. */
    boolean isConfigured() {
        return username != null || usernameFile != null || credentialProvider != null || service != null;
    }

    /** @param connection its name, for errors */
    Credentials login(String connection) {
        PgCredentialProvider provider = credentialProvider;
        if (provider != null) {
            CredentialCall call = () -> answer(provider.credential());
            return new ProvidedCredentials(connection, provider.getClass().getName(), call, InstantSource.system());
        }
        if (usernameFile != null || passwordFile != null) {
            return ReadCredentials.files(
                    connection, username, path(usernameFile), Secret.of(password), path(passwordFile));
        }
        return password != null ? new Login(user(), Secret.of(password)) : fromPassFile();
    }

    private CredentialCall.Answer answer(PgCredential credential) {
        String name = credential.username();
        return new CredentialCall.Answer(
                new Login(name == null ? user() : name, Secret.of(credential.password())), credential.expires());
    }

    private Credentials fromPassFile() {
        String named = passFile;
        PassFile file = named == null
                ? PassFile.usual(System.getenv(), Path.of(System.getProperty("user.home")))
                : PassFile.named(Path.of(named));
        return named == null && !file.exists()
                ? new Login(user(), null)
                : ReadCredentials.passFile(user(), file, servers().hosts().get(0), databaseOrUser());
    }

    private static @Nullable Path path(@Nullable String name) {
        return name == null ? null : Path.of(name);
    }

    /** The database; its user's name where none is set, as in libpq. */
    String databaseOrUser() {
        String name = getDatabase();
        return name == null || name.isBlank() ? user() : name;
    }

    private String user() {
        return username == null ? "" : username;
    }

    private static boolean isSet(@Nullable String value) {
        return value != null && !value.isBlank();
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

    public @Nullable String getUsernameFile() {
        return usernameFile;
    }

    public void setUsernameFile(@Nullable String usernameFile) {
        this.usernameFile = usernameFile;
    }

    public @Nullable String getPasswordFile() {
        return passwordFile;
    }

    public void setPasswordFile(@Nullable String passwordFile) {
        this.passwordFile = passwordFile;
    }

    public @Nullable PgCredentialProvider getCredentialProvider() {
        return credentialProvider;
    }

    public void setCredentialProvider(@Nullable PgCredentialProvider credentialProvider) {
        this.credentialProvider = credentialProvider;
    }

    public @Nullable String getPassFile() {
        return passFile;
    }

    public void setPassFile(@Nullable String passFile) {
        this.passFile = passFile;
    }

    public @Nullable String getService() {
        return service;
    }

    public void setService(@Nullable String service) {
        this.service = service;
    }
}
