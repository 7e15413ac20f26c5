package io.camelpg.connection.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.postgresql.PGProperty;

/**
 * What the driver's {@code sslfactory} names: the driver makes one for each handshake, by this constructor ("Custom
 * SSLSocketFactory" in its documentation).
 */
public final class TlsSocketFactory extends SSLSocketFactory {
    private final TlsHandshake handshake;

    /** @param properties of the connection, with the {@link TlsHandshake#key()} */
    public TlsSocketFactory(Properties properties) {
        handshake = TlsHandshake.of(PGProperty.SSL_FACTORY_ARG.getOrDefault(properties));
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        return handshake.over(plain, port);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw unconnected();
    }

    private static SocketException unconnected() {
        return new SocketException("TLS goes over a connection that is there already");
    }
}
