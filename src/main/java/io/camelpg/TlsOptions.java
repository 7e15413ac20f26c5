package io.camelpg;

import io.camelpg.connection.ChannelBinding;
import io.camelpg.connection.Secret;
import io.camelpg.connection.Server;
import io.camelpg.connection.Servers;
import io.camelpg.connection.SslMode;
import io.camelpg.connection.TlsSettings;
import io.camelpg.connection.tls.PemSource;
import io.camelpg.error.Problems;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Whether and how strictly the connection is encrypted. See {@link PgConnection}. */
@UriParams
public abstract class TlsOptions extends LoginOptions {
    @UriParam(
            label = "security",
            enums = "disable,allow,prefer,require,verify-ca,verify-full",
            description =
                    "Whether and how strictly the connection is encrypted, with libpq's meaning. Defaults to prefer on"
                            + " loopback and to require elsewhere; use verify-full in production")
    private @Nullable String sslMode;

    @UriParam(
            label = "security",
            description =
                    "Certificates that may sign the server's: a PEM file, PEM text that begins with -----BEGIN, or"
                            + " system for those that the JVM trusts. Where it is given, ssl-mode require acts as verify-ca")
    private @Nullable String sslRootCert;

    @UriParam(
            label = "security",
            description = "The client's certificate and those between it and its root: a PEM file or PEM text")
    private @Nullable String sslCert;

    @UriParam(
            label = "security",
            secret = true,
            description = "The client's key: a PEM file or PEM text, PKCS#8, PKCS#1 (RSA) or SEC1 (EC)")
    private @Nullable String sslKey;

    @UriParam(label = "security", secret = true, description = "Password of an encrypted ssl-key (PKCS#8)")
    private @Nullable String sslKeyPassword;

    @UriParam(
            label = "security",
            defaultValue = "prefer",
            enums = "disable,prefer,require",
            description =
                    "Whether the login with SCRAM proves that nobody sits between both ends of the TLS connection")
    private String channelBinding = "prefer";

    @UriParam(
            label = "security",
            defaultValue = "false",
            description = "Whether a configuration that could connect without encryption, and a connection that is not"
                    + " encrypted, are refused")
    private boolean requireEncryption;

    /** Whether something else than TLS encrypts the way to the server. */
    boolean isTunnelled() {
        return false;
    }

    TlsSettings tls(Problems problems) {
        ChannelBinding binding = Words.of(problems, "channel-binding", ChannelBinding.class, channelBinding);
        int before = problems.found().size();
        SslMode mode = Words.of(problems, "ssl-mode", SslMode.class, sslMode);
        boolean known = problems.found().size() == before;
        TlsSettings settings = new TlsSettings(
                mode,
                PemSource.of(sslRootCert),
                PemSource.of(sslCert),
                PemSource.of(sslKey),
                Secret.of(sslKeyPassword == null || sslKeyPassword.isEmpty() ? null : sslKeyPassword),
                binding == null ? ChannelBinding.PREFER : binding,
                requireEncryption);
        if (known) {
            check(settings, problems);
        }
        return settings;
    }

    /** The default depends on the server; what is wrong with one of them is said once. */
    private void check(TlsSettings settings, Problems problems) {
        Servers servers = servers();
        List<Server> all = new ArrayList<>(servers.hosts());
        all.addAll(servers.readHosts());
        int before = problems.found().size();
        for (Server server : all) {
            if (problems.found().size() == before) {
                settings.check(server, isTunnelled(), problems);
            }
        }
    }

    public @Nullable String getSslMode() {
        return sslMode;
    }

    public void setSslMode(@Nullable String sslMode) {
        this.sslMode = sslMode;
    }

    public @Nullable String getSslRootCert() {
        return sslRootCert;
    }

    public void setSslRootCert(@Nullable String sslRootCert) {
        this.sslRootCert = sslRootCert;
    }

    public @Nullable String getSslCert() {
        return sslCert;
    }

    public void setSslCert(@Nullable String sslCert) {
        this.sslCert = sslCert;
    }

    public @Nullable String getSslKey() {
        return sslKey;
    }

    public void setSslKey(@Nullable String sslKey) {
        this.sslKey = sslKey;
    }

    public @Nullable String getSslKeyPassword() {
        return sslKeyPassword;
    }

    public void setSslKeyPassword(@Nullable String sslKeyPassword) {
        this.sslKeyPassword = sslKeyPassword;
    }

    public String getChannelBinding() {
        return channelBinding;
    }

    public void setChannelBinding(String channelBinding) {
        this.channelBinding = channelBinding;
    }

    public boolean isRequireEncryption() {
        return requireEncryption;
    }

    public void setRequireEncryption(boolean requireEncryption) {
        this.requireEncryption = requireEncryption;
    }
}
