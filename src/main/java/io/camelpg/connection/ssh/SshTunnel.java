package io.camelpg.connection.ssh;

import io.camelpg.connection.Secret;
import io.camelpg.connection.Server;
import io.camelpg.connection.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel through an SSH server, as configured.
 *
 * @param ssh where the SSH server listens
 * @param password for the methods password and keyboard-interactive
 * @param key the private key as PEM or OpenSSH text, or the file that has it
 * @param keyPassphrase of an encrypted key
 * @param knownHosts lines, or the file that has them, as OpenSSH's known_hosts
 */
public record SshTunnel(
        Server ssh,
        String username,
        @Nullable SshSecret password,
        @Nullable Secret key,
        @Nullable SshSecret keyPassphrase,
        String knownHosts)
        implements Tunnel {
    private static final String LIBRARY = "org.apache.sshd.client.SshClient";

    /** Whether the library is on the class path: an optional dependency of this component. */
    public static boolean isAvailable() {
        try {
            Class.forName(LIBRARY, false, SshTunnel.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public Passage to(String connection, Server server, Runnable lost) {
        return new SshPassage(this, connection, server, lost);
    }

    /** Without user and secrets. */
    @Override
    public String toString() {
        return "SSH server " + ssh;
    }
}
