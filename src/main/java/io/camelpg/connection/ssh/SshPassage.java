package io.camelpg.connection.ssh;

import io.camelpg.connection.RejectedLogins;
import io.camelpg.connection.Server;
import io.camelpg.connection.Tunnel;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tunnel of one pool. One caller opens it while the others wait for that; what failed while they waited failed for
 * them too. Thread-safe.
 */
final class SshPassage implements Tunnel.Passage {
    private static final Logger LOG = LoggerFactory.getLogger(SshPassage.class);

    private record Forwarding(ClientSession session, int port) {}

    private record Failure(PgException exception, long nanos) {}

    private final SshTunnel tunnel;
    private final String connection;
    private final Server server;
    private final Runnable lost;
    private final SshConnector connector;
    private final ReentrantLock opening = new ReentrantLock();
    private final RejectedLogins<SshTunnel> rejections = new RejectedLogins<>();
    private volatile @Nullable Forwarding forwarding;
    private volatile @Nullable Failure failure;
    private volatile boolean closed;

    SshPassage(SshTunnel tunnel, String connection, Server server, Runnable lost) {
        this.tunnel = tunnel;
        this.connection = connection;
        this.server = server;
        this.lost = lost;
        this.connector = new SshConnector(tunnel, connection, server);
    }

    @Override
    public int port(long patienceNanos) {
        Forwarding open = forwarding;
        return open != null && open.session().isOpen() ? open.port() : openInTurn(patienceNanos);
    }

    private int openInTurn(long patienceNanos) {
        long start = System.nanoTime();
        try {
            if (!opening.tryLock(Math.max(0, patienceNanos), TimeUnit.NANOSECONDS)) {
                throw failed(
                        PgErrorCode.CONNECT_TIMEOUT,
                        "is still being opened after " + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(PgErrorCode.TUNNEL_FAILED, "was not waited for: the thread was interrupted");
        }
        try {
            Forwarding open = forwarding;
            if (open != null && open.session().isOpen()) {
                return open.port();
            }
            Failure before = failure;
            if (before != null && before.nanos() - start > 0) {
                PgException known = before.exception();
                throw new PgException(known.errorCode(), known.detail(), null, known.hint(), null);
            }
            return open(patienceNanos - (System.nanoTime() - start));
        } finally {
            opening.unlock();
        }
    }

    private int open(long patienceNanos) {
        PgException remembered = rejections.claim(tunnel);
        if (remembered != null) {
            throw remembered;
        }
        try {
            if (closed) {
                throw failed(PgErrorCode.CONNECTION_CLOSED, "is closed");
            }
            ClientSession session = connector.connect(patienceNanos, new Watch());
            int port = connector.forward(session);
            forwarding = new Forwarding(session, port);
            rejections.accepted(tunnel);
            LOG.debug("connection '{}': tunnel to {} through {} is open", connection, server, tunnel);
            return port;
        } catch (PgException e) {
            failure = new Failure(e, System.nanoTime());
            if (e.errorCode() == PgErrorCode.TUNNEL_REFUSED) {
                rejections.rejected(tunnel, e);
            }
            throw e;
        }
    }

    @Override
    public @Nullable PgException obstacle(long patienceNanos) {
        Forwarding open = forwarding;
        return open == null || !open.session().isOpen() ? null : connector.obstacle(open.session(), patienceNanos);
    }

    private PgException failed(PgErrorCode code, String what) {
        return new PgException(
                code, "connection '" + connection + "': the tunnel to " + server + " through " + tunnel + " " + what);
    }

    @Override
    public void close() {
        closed = true;
        forwarding = null;
        connector.close();
    }

    /** Hears of the session's end. */
    private final class Watch implements SessionListener {
        @Override
        public void sessionClosed(Session session) {
            Forwarding open = forwarding;
            if (open != null && open.session() == session && !closed) {
                LOG.warn(
                        "connection '{}': the tunnel to {} through {} broke; it is opened again when it is needed",
                        connection,
                        server,
                        tunnel);
                lost.run();
            }
        }
    }
}
