package io.camelpg;

import io.camelpg.connection.SslMode;
import io.camelpg.connection.TlsSettings;
import io.camelpg.error.Problems;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Whether and how strictly the connection is encrypted. See {@link PgConnection}. */
@UriParams
public abstract class TlsOptions extends ServerOptions {
    @UriParam(
            label = "security",
            enums = "disable,allow,prefer,require,verify-ca,verify-full",
            description =
                    "Whether and how strictly the connection is encrypted, with libpq's meaning. Defaults to prefer on"
                            + " loopback and to require elsewhere; use verify-full in production")
    private @Nullable String sslMode;

    @UriParam(label = "security", description = "File with the certificates that may sign the server's, PEM")
    private @Nullable String sslRootCert;

    @UriParam(label = "security", description = "File with the client's certificate, PEM")
    private @Nullable String sslCert;

    @UriParam(label = "security", description = "File with the client's key, PKCS#8")
    private @Nullable String sslKey;

    TlsSettings tls(Problems problems) {
        return new TlsSettings(Words.of(problems, "ssl-mode", SslMode.class, sslMode), sslRootCert, sslCert, sslKey);
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
}
