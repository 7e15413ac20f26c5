package io.camelpg.connection.ssh;

import io.camelpg.connection.Secret;
import io.camelpg.connection.Server;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.jspecify.annotations.Nullable;

/**
 * Opens SSH sessions for one tunnel, by what the configuration says and nothing else: no {@code ~/.ssh/config}, no agent,
 * no keys that lie about. Used by one thread at a time, closed by any.
 */
final class SshConnector implements AutoCloseable {
    private static final Duration ALIVE_INTERVAL = Duration.ofSeconds(10);
    private static final int ALIVE_UNANSWERED = 2;

    private final SshTunnel tunnel;
    private final String connection;
    private final String where;
    private final Server server;
    private @Nullable SshClient client;
    private boolean closed;

    SshConnector(SshTunnel tunnel, String connection, Server server) {
        this.tunnel = tunnel;
        this.connection = connection;
        this.where = "connection '" + connection + "': the tunnel to " + server + " through " + tunnel;
        this.server = server;
    }

    /**
     * Connects and logs in.
     *
     * @param watch hears of the session's end
     * @throws PgException PG-014 if the SSH server is not there, PG-016 if one side refuses the other
     */
    ClientSession connect(long patienceNanos, SessionListener watch) {
        long start = System.nanoTime();
        KnownHosts hosts = new KnownHosts(tunnel.ssh(), SshText.knownHosts(where, tunnel.knownHosts()));
        Secret key = tunnel.key();
        SshSecret passphrase = tunnel.keyPassphrase();
        List<KeyPair> keys = key == null
                ? List.of()
                : SshKeys.read(where, key, passphrase == null ? null : passphrase.read(connection));
        SshSecret password = tunnel.password();
        Secret proof = password == null ? null : password.read(connection);
        SshClient current = client(hosts);
        ClientSession session = null;
        boolean done = false;
        try {
            session = current.connect(
                            tunnel.username(), tunnel.ssh().host(), tunnel.ssh().port())
                    .verify(left(start, patienceNanos))
                    .getSession();
            session.addSessionListener(watch);
            logIn(session, proof, keys, left(start, patienceNanos));
            done = true;
            return session;
        } catch (IOException | UnresolvedAddressException e) {
            throw translate(e, hosts, session != null, System.nanoTime() - start);
        } finally {
            if (!done && session != null) {
                session.close(true);
            }
        }
    }

    private static void logIn(ClientSession session, @Nullable Secret password, List<KeyPair> keys, Duration patience)
            throws IOException {
        if (password != null) {
            session.addPasswordIdentity(password.reveal());
        }
        keys.forEach(session::addPublicKeyIdentity);
        session.auth().verify(patience);
    }

    /** A port on loopback, which the system chooses. */
    int forward(ClientSession session) {
        try {
            return session.startLocalPortForwarding(
                            new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress(server.host(), server.port()))
                    .getPort();
        } catch (IOException | RuntimeException e) {
            session.close(true);
            throw new PgException(
                    PgErrorCode.TUNNEL_FAILED,
                    where + ": no port on loopback could be opened ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    /** Opens a connection to the server at the other end and closes it; why that fails, null where it doesn't. */
    @Nullable
    PgException obstacle(ClientSession session, long patienceNanos) {
        SshdSocketAddress nobody = new SshdSocketAddress("127.0.0.1", 0);
        SshdSocketAddress target = new SshdSocketAddress(server.host(), server.port());
        try (ChannelDirectTcpip channel = session.createDirectTcpipChannel(nobody, target)) {
            channel.open().verify(Duration.ofNanos(patienceNanos));
            return null;
        } catch (IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SshChannelOpenException refused) {
                    return refused.getReasonCode() == SshConstants.SSH_OPEN_CONNECT_FAILED
                            ? new PgException(
                                    PgErrorCode.CONNECTION_REFUSED,
                                    where + ": the SSH server could not connect to " + server + " from there")
                            : new PgException(
                                    PgErrorCode.TUNNEL_REFUSED,
                                    where + ": the SSH server does not forward to " + server);
                }
            }
            return null;
        }
    }

    private synchronized SshClient client(KnownHosts hosts) {
        if (closed) {
            throw new PgException(PgErrorCode.CONNECTION_CLOSED, where + " is closed");
        }
        SshClient known = client;
        if (known == null) {
            known = SshClient.setUpDefaultClient();
            known.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            known.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            known.setAgentFactory(null);
            known.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
            CoreModuleProperties.HEARTBEAT_INTERVAL.set(known, ALIVE_INTERVAL);
            CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(known, ALIVE_UNANSWERED);
            CoreModuleProperties.IDLE_TIMEOUT.set(known, Duration.ZERO);
            CoreModuleProperties.SOCKET_KEEPALIVE.set(known, true);
            CoreModuleProperties.TCP_NODELAY.set(known, true);
            known.start();
            client = known;
        }
        known.setServerKeyVerifier(hosts);
        known.setSignatureFactories(preferred(known.getSignatureFactories(), hosts.types()));
        return known;
    }

    /** The kinds of key that the host is known by come first, or a server with several would show one that is not. */
    private static List<NamedFactory<Signature>> preferred(List<NamedFactory<Signature>> all, Set<String> known) {
        return all.stream()
                .sorted(Comparator.comparing(
                        factory -> known.contains(KeyUtils.getCanonicalKeyType(factory.getName())) ? 0 : 1))
                .toList();
    }

    private static Duration left(long start, long patienceNanos) {
        return Duration.ofNanos(
                Math.max(TimeUnit.MILLISECONDS.toNanos(1), patienceNanos - (System.nanoTime() - start)));
    }

    /** In our words; causes of the library don't quote secrets, but the key's may, so none is kept. */
    private PgException translate(Exception failure, KnownHosts hosts, boolean connected, long elapsedNanos) {
        String refusal = hosts.refusal();
        if (refusal != null) {
            return new PgException(PgErrorCode.TUNNEL_REFUSED, where + ": " + refusal, null, hosts.hint(), null);
        }
        if (has(failure, TimeoutException.class)) {
            return new PgException(
                    PgErrorCode.TUNNEL_FAILED,
                    where + ": no answer within " + TimeUnit.NANOSECONDS.toMillis(elapsedNanos) + " ms");
        }
        if (has(failure, UnresolvedAddressException.class)) {
            return new PgException(
                    PgErrorCode.TUNNEL_FAILED, where + ": host '" + tunnel.ssh().host() + "' cannot be resolved");
        }
        if (has(failure, ConnectException.class)) {
            return new PgException(PgErrorCode.TUNNEL_FAILED, where + ": connection refused");
        }
        String message = String.valueOf(failure.getMessage());
        if (connected && message.contains("authentication methods")) {
            return new PgException(
                    PgErrorCode.TUNNEL_REFUSED,
                    where + ": the SSH server rejected "
                            + (tunnel.key() == null
                                    ? "user or password"
                                    : tunnel.password() == null ? "user or key" : "user, key or password"),
                    null,
                    "Check ssh-username, ssh-password and ssh-key, and authorized_keys there",
                    null);
        }
        return new PgException(PgErrorCode.TUNNEL_FAILED, where + ": " + message);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        SshClient known = client;
        client = null;
        if (known != null) {
            known.stop();
        }
    }
}
