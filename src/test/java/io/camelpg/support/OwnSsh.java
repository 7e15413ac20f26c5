package io.camelpg.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSessionFactory;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;

/** An SSH server of a test's own on loopback, with one user, that forwards ports. */
public final class OwnSsh implements AutoCloseable {
    public static final String USER = "tunnel";

    /** A host that is this machine, by a name that only the SSH server can resolve. */
    public static final String INTERNAL = "db.internal.invalid";

    private final int port;
    private final String password;
    private final KeyPair user;
    private volatile SshServer server;
    private volatile boolean forwards = true;
    private final KeyPair[] hostKeys;
    private final AtomicInteger logins = new AtomicInteger();

    /** Hosts by which clients asked to be forwarded. */
    private volatile String target = "";

    private OwnSsh(String password, KeyPair user, KeyPair... hostKeys) {
        this.password = password;
        this.user = user;
        this.hostKeys = hostKeys;
        this.server = create(0);
        port = server.getPort();
    }

    private SshServer create(int onPort) {
        SshServer created = SshServer.setUpDefaultServer();
        created.setHost("127.0.0.1");
        created.setPort(onPort);
        created.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        created.setPasswordAuthenticator((name, given, session) -> {
            logins.incrementAndGet();
            return name.equals(USER) && given.equals(password);
        });
        created.setPublickeyAuthenticator(
                (name, key, session) -> name.equals(USER) && KeyUtils.compareKeys(key, user.getPublic()));
        created.setForwardingFilter(new Filter());
        created.setChannelFactories(List.of(ChannelSessionFactory.INSTANCE, new InternalNames()));
        try {
            created.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return created;
    }

    /** @param user whose key is authorized beside the password */
    public static OwnSsh started(String password, KeyPair user, KeyPair... hostKeys) {
        return new OwnSsh(password, user, hostKeys);
    }

    public static KeyPair rsa() {
        return pair("RSA", 2048);
    }

    public static KeyPair ec() {
        return pair("EC", 256);
    }

    private static KeyPair pair(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Passwords that were tried. */
    public int passwords() {
        return logins.get();
    }

    /** The host that was last asked for. */
    public String target() {
        return target;
    }

    public int sessions() {
        return server.getActiveSessions().size();
    }

    /** A line of known_hosts with one of the host keys. */
    public String known(int key) {
        return "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(hostKeys[key].getPublic());
    }

    public static String fingerprint(KeyPair key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic());
    }

    public void forward(boolean allowed) {
        forwards = allowed;
    }

    /** Knows where {@link #INTERNAL} is, and nobody else does. */
    private final class InternalNames extends TcpipServerChannel.TcpipFactory {
        InternalNames() {
            super(TcpForwardingFilter.Type.Direct);
        }

        @Override
        public Channel createChannel(Session session) {
            return new TcpipServerChannel(getType(), null) {
                @Override
                protected OpenFuture doInit(Buffer asked) {
                    target = asked.getString();
                    Buffer known = new ByteArrayBuffer();
                    known.putString(target.equals(INTERNAL) ? "127.0.0.1" : target);
                    known.putInt(asked.getInt());
                    known.putString(asked.getString());
                    known.putInt(asked.getInt());
                    return super.doInit(known);
                }
            };
        }
    }

    private final class Filter implements ForwardingFilter {
        @Override
        public boolean canConnect(Type type, SshdSocketAddress address, Session session) {
            return forwards;
        }

        @Override
        public boolean canListen(SshdSocketAddress address, Session session) {
            return false;
        }

        @Override
        public boolean canForwardAgent(Session session, String requestType) {
            return false;
        }

        @Override
        public boolean canForwardX11(Session session, String requestType) {
            return false;
        }
    }

    /** Closes the sockets of all sessions, without a word. */
    public void cut() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    /** Nobody listens any more, and all sessions are cut. */
    public void stop() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens again, on the same port. */
    public void startAgain() {
        server = create(port);
    }

    @Override
    public void close() {
        stop();
    }
}
