package io.camelpg;

import io.camelpg.connection.Secret;
import io.camelpg.connection.Server;
import io.camelpg.connection.Tunnel;
import io.camelpg.connection.ssh.SshTunnel;
import io.camelpg.error.Problems;
import java.nio.file.Path;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The SSH tunnel, if any, through which the server is reached. See {@link PgConnection}. */
@UriParams
public abstract class SshOptions extends PoolOptions {
    @UriParam(
            label = "security",
            description = "SSH server through which the server is reached. Needs org.apache.sshd:sshd-core on the class"
                    + " path")
    private @Nullable String sshHost;

    @UriParam(label = "security", defaultValue = "22", description = "Port of the SSH server")
    private int sshPort = 22;

    @UriParam(label = "security", secret = true, description = "User of the SSH server")
    private @Nullable String sshUsername;

    @UriParam(label = "security", secret = true, description = "That user's password")
    private @Nullable String sshPassword;

    @UriParam(
            label = "security",
            secret = true,
            description = "That user's private key: a file, or the text that begins with -----BEGIN")
    private @Nullable String sshKey;

    @UriParam(label = "security", secret = true, description = "Passphrase of an encrypted ssh-key")
    private @Nullable String sshKeyPassphrase;

    @UriParam(
            label = "security",
            description = "Host keys of the SSH server: a file as OpenSSH's known_hosts, or its lines. Defaults to"
                    + " .ssh/known_hosts in the user's home; another key is refused")
    private @Nullable String sshKnownHosts;

    @Override
    void check(Problems problems) {
        super.check(problems);
        String host = sshHost;
        if (host == null) {
            problems.require(
                    sshUsername == null && sshPassword == null && sshKey == null && sshKnownHosts == null,
                    "ssh-username, ssh-password, ssh-key and ssh-known-hosts need ssh-host");
            return;
        }
        problems.require(
                host.matches("[A-Za-z0-9._%:\\[\\]-]+"), "ssh-host is not the name or the address of a single server");
        problems.require(sshPort > 0 && sshPort < 65536, "ssh-port must be from 1 to 65535, not " + sshPort);
        problems.require(sshUsername != null && !sshUsername.isBlank(), "ssh-username is not set");
        problems.require(sshPassword != null || sshKey != null, "neither ssh-password nor ssh-key is set");
        problems.require(sshKeyPassphrase == null || sshKey != null, "ssh-key-passphrase needs ssh-key");
        problems.require(
                SshTunnel.isAvailable(),
                "ssh-host needs Apache MINA SSHD: add org.apache.sshd:sshd-core to the class path");
    }

    @Override
    boolean isTunnelled() {
        return sshHost != null;
    }

    /** Null where there is none. */
    @Nullable
    Tunnel tunnel() {
        String host = sshHost;
        return host == null
                ? null
                : new SshTunnel(
                        new Server(host, sshPort),
                        String.valueOf(sshUsername),
                        Secret.of(sshPassword),
                        Secret.of(sshKey),
                        Secret.of(sshKeyPassphrase),
                        sshKnownHosts != null
                                ? sshKnownHosts
                                : Path.of(System.getProperty("user.home"), ".ssh", "known_hosts")
                                        .toString());
    }

    public @Nullable String getSshHost() {
        return sshHost;
    }

    public void setSshHost(@Nullable String sshHost) {
        this.sshHost = sshHost;
    }

    public int getSshPort() {
        return sshPort;
    }

    public void setSshPort(int sshPort) {
        this.sshPort = sshPort;
    }

    public @Nullable String getSshUsername() {
        return sshUsername;
    }

    public void setSshUsername(@Nullable String sshUsername) {
        this.sshUsername = sshUsername;
    }

    public @Nullable String getSshPassword() {
        return sshPassword;
    }

    public void setSshPassword(@Nullable String sshPassword) {
        this.sshPassword = sshPassword;
    }

    public @Nullable String getSshKey() {
        return sshKey;
    }

    public void setSshKey(@Nullable String sshKey) {
        this.sshKey = sshKey;
    }

    public @Nullable String getSshKeyPassphrase() {
        return sshKeyPassphrase;
    }

    public void setSshKeyPassphrase(@Nullable String sshKeyPassphrase) {
        this.sshKeyPassphrase = sshKeyPassphrase;
    }

    public @Nullable String getSshKnownHosts() {
        return sshKnownHosts;
    }

    public void setSshKnownHosts(@Nullable String sshKnownHosts) {
        this.sshKnownHosts = sshKnownHosts;
    }
}
