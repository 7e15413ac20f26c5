package io.camelpg;

import io.camelpg.connection.Secret;
import io.camelpg.connection.Server;
import io.camelpg.connection.Tunnel;
import io.camelpg.connection.ssh.SshSecret;
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
            description = "File with that password and nothing else, read whenever the tunnel is opened")
    private @Nullable String sshPasswordFile;

    @UriParam(
            label = "security",
            secret = true,
            description = "That user's private key: a file, or the text that begins with -----BEGIN")
    private @Nullable String sshKey;

    @UriParam(label = "security", secret = true, description = "Passphrase of an encrypted ssh-key")
    private @Nullable String sshKeyPassphrase;

    @UriParam(
            label = "security",
            description = "File with that passphrase and nothing else, read whenever the tunnel is opened")
    private @Nullable String sshKeyPassphraseFile;

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
                    sshUsername == null && !hasPassword() && sshKey == null && sshKnownHosts == null,
                    "ssh-username, ssh-password, ssh-password-file, ssh-key and ssh-known-hosts need ssh-host");
            return;
        }
        problems.require(
                host.matches("[A-Za-z0-9._%:\\[\\]-]+"), "ssh-host is not the name or the address of a single server");
        problems.require(sshPort > 0 && sshPort < 65536, "ssh-port must be from 1 to 65535, not " + sshPort);
        problems.require(sshUsername != null && !sshUsername.isBlank(), "ssh-username is not set");
        problems.require(hasPassword() || sshKey != null, "none of ssh-password, ssh-password-file and ssh-key is set");
        problems.require(
                sshPassword == null || sshPasswordFile == null, "ssh-password and ssh-password-file are both set");
        problems.require(
                sshKey != null || sshKeyPassphrase == null && sshKeyPassphraseFile == null,
                "ssh-key-passphrase needs ssh-key");
        problems.require(
                sshKeyPassphrase == null || sshKeyPassphraseFile == null,
                "ssh-key-passphrase and ssh-key-passphrase-file are both set");
        problems.require(
                SshTunnel.isAvailable(),
                "ssh-host needs Apache MINA SSHD: add org.apache.sshd:sshd-core to the class path");
    }

    private boolean hasPassword() {
        return sshPassword != null || sshPasswordFile != null;
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
                        new Server(host.replaceAll("[\\[\\]]", ""), sshPort),
                        String.valueOf(sshUsername),
                        SshSecret.of(sshPassword, "ssh-password-file", sshPasswordFile),
                        Secret.of(sshKey),
                        SshSecret.of(sshKeyPassphrase, "ssh-key-passphrase-file", sshKeyPassphraseFile),
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

    public @Nullable String getSshPasswordFile() {
        return sshPasswordFile;
    }

    public void setSshPasswordFile(@Nullable String sshPasswordFile) {
        this.sshPasswordFile = sshPasswordFile;
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

    public @Nullable String getSshKeyPassphraseFile() {
        return sshKeyPassphraseFile;
    }

    public void setSshKeyPassphraseFile(@Nullable String sshKeyPassphraseFile) {
        this.sshKeyPassphraseFile = sshKeyPassphraseFile;
    }

    public @Nullable String getSshKnownHosts() {
        return sshKnownHosts;
    }

    public void setSshKnownHosts(@Nullable String sshKnownHosts) {
        this.sshKnownHosts = sshKnownHosts;
    }
}
