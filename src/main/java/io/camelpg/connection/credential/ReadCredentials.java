package io.camelpg.connection.credential;

import io.camelpg.connection.Credentials;
import io.camelpg.connection.Login;
import io.camelpg.connection.Secret;
import io.camelpg.connection.Server;
import io.camelpg.error.PgException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A login read anew from files whenever a connection is opened: they are small and local. While a file cannot be read
 * (because somebody is replacing it, say), what it said before counts. Thread-safe.
 */
public final class ReadCredentials implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(ReadCredentials.class);

    private final String source;
    /** What makes it the same one: profiles are compared. */
    private final List<@Nullable Object> parts;

    private final Supplier<Login> reader;
    /** Null where it is the same for all servers. */
    private final @Nullable Function<Server, Credentials> elsewhere;

    private volatile @Nullable Login last;
    private volatile boolean failing;

    private ReadCredentials(
            String source,
            List<@Nullable Object> parts,
            Supplier<Login> reader,
            @Nullable Function<Server, Credentials> elsewhere) {
        this.source = source;
        this.parts = parts;
        this.reader = reader;
        this.elsewhere = elsewhere;
    }

    /**
     * From a file each; at least one of the files is given.
     *
     * @param username where no file has it
     * @param password where no file has it
     */
    public static Credentials files(
            String connection,
            @Nullable String username,
            @Nullable Path usernameFile,
            @Nullable Secret password,
            @Nullable Path passwordFile) {
        String source = usernameFile == null
                ? "password-file=" + passwordFile
                : "username-file=" + usernameFile + (passwordFile == null ? "" : ", password-file=" + passwordFile);
        List<@Nullable Object> parts = Arrays.asList(connection, username, usernameFile, password, passwordFile);
        return new ReadCredentials(
                source,
                parts,
                () -> {
                    String user = usernameFile == null
                            ? String.valueOf(username)
                            : SecretFile.read(connection, "username-file", usernameFile);
                    Secret secret = passwordFile == null
                            ? password
                            : Secret.of(SecretFile.read(connection, "password-file", passwordFile));
                    return new Login(user, secret);
                },
                null);
    }

    /** The password of that user as a password file has it for the server; none where no line fits. */
    public static Credentials passFile(String username, PassFile file, Server server, String database) {
        PassFile.Target target = new PassFile.Target(server.host(), server.port(), database);
        return new ReadCredentials(
                file.toString(),
                List.of(username, file.toString(), target),
                () -> new Login(username, Secret.of(file.password(target, username))),
                other -> passFile(username, file, other, database));
    }

    @Override
    public Login current(long patienceNanos) {
        Login before = last;
        try {
            Login now = reader.get();
            last = now;
            failing = false;
            return now;
        } catch (PgException e) {
            if (before == null) {
                throw e;
            }
            if (!failing) {
                failing = true;
                LOG.warn("{}; what was read before is used meanwhile", e.detail());
            }
            return before;
        }
    }

    @Override
    public Credentials at(Server server) {
        return elsewhere == null ? this : elsewhere.apply(server);
    }

    @Override
    public boolean canChange() {
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReadCredentials read && read.parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** Names the files, and nothing of what is in them. */
    @Override
    public String toString() {
        return source;
    }
}
