package io.camelpg.connection.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate was made out to a host, by libpq's rules ("Client Verification of Server Certificates" in
 * PostgreSQL's documentation): subject alternative names of kind DNS and IP address count, and only where there is none
 * of the host's kind, the common name. A wildcard stands for the first label of a name, never for a part of an address.
 */
final class ServerName {
    private static final int DNS = 2;
    private static final int IP_ADDRESS = 7;
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private final String host;
    private final @Nullable InetAddress address;

    /** @param host a name, or an address with or without brackets */
    ServerName(String host) {
        this.host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        this.address = address(this.host);
    }

    boolean isIn(X509Certificate certificate) {
        boolean ofItsKind = false;
        for (List<?> name : alternatives(certificate)) {
            int kind = (Integer) name.get(0);
            if ((kind == DNS || kind == IP_ADDRESS) && name.get(1) instanceof String value) {
                ofItsKind |= kind == (address == null ? DNS : IP_ADDRESS);
                if (kind == DNS ? fits(value) : address != null && address.equals(address(value))) {
                    return true;
                }
            }
        }
        String common = ofItsKind ? null : commonName(certificate);
        return common != null && fits(common);
    }

    private boolean fits(String pattern) {
        String name = host.toLowerCase(Locale.ROOT);
        String wanted = pattern.toLowerCase(Locale.ROOT);
        if (address != null || !wanted.startsWith("*.")) {
            return name.equals(wanted);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(wanted.substring(1));
    }

    /** What messages list: the names that the certificate is made out to. */
    static List<String> namesIn(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (List<?> name : alternatives(certificate)) {
            int kind = (Integer) name.get(0);
            if ((kind == DNS || kind == IP_ADDRESS) && name.get(1) instanceof String value) {
                names.add(value);
            }
        }
        String common = commonName(certificate);
        if (names.isEmpty() && common != null) {
            names.add(common);
        }
        return names;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** The first one, which RFC 2253 writes last. */
    static @Nullable String commonName(X509Certificate certificate) {
        try {
            String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String value) {
                    return value;
                }
            }
        } catch (InvalidNameException e) {
            // Then it has none.
        }
        return null;
    }

    /** Null for what is a name: no name is looked up. */
    private static @Nullable InetAddress address(String text) {
        Matcher octets = IPV4.matcher(text);
        boolean isAddress = text.contains(":");
        if (octets.matches()) {
            isAddress = true;
            for (int i = 1; i <= 4; i++) {
                isAddress &= Integer.parseInt(octets.group(i)) < 256;
            }
        }
        try {
            return isAddress ? InetAddress.getByName(text.replaceFirst("%.*", "")) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
