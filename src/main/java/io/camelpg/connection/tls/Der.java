package io.camelpg.connection.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** As much of ASN.1's DER as it takes to put keys of older formats into PKCS#8, the one that the JDK reads. */
final class Der {
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;
    /** The parameters in an ECPrivateKey (RFC 5915): an explicit tag. */
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** 1.2.840.113549.1.1.1 and NULL. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 5, 0
    };
    /** 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private Der() {}

    /** PKCS#8 of a PKCS#1 RSAPrivateKey (RFC 8017). */
    static byte[] pkcs8OfRsa(byte[] pkcs1) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, RSA), element(OCTET_STRING, pkcs1));
    }

    /** PKCS#8 of a SEC1 ECPrivateKey (RFC 5915); null where it does not name its curve. */
    static byte @Nullable [] pkcs8OfEc(byte[] sec1) {
        byte[] curve = curve(sec1);
        return curve == null
                ? null
                : element(SEQUENCE, VERSION_0, element(SEQUENCE, EC, curve), element(OCTET_STRING, sec1));
    }

    private static byte @Nullable [] curve(byte[] sec1) {
        try {
            int at = content(sec1, 0);
            while (at < sec1.length) {
                int content = content(sec1, at);
                int end = content + length(sec1, at);
                if ((sec1[at] & 0xFF) == PARAMETERS && end <= sec1.length) {
                    return Arrays.copyOfRange(sec1, content, end);
                }
                at = end;
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            // Cut off: no key at all.
        }
        return null;
    }

    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7F); i++) {
            length = length << 8 | der[at + 2 + i] & 0xFF;
        }
        if (length < 0) {
            throw new ArrayIndexOutOfBoundsException(length);
        }
        return length;
    }

    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int size = content.size();
        if (size < 0x80) {
            element.write(size);
        } else {
            int bytes = size < 0x100 ? 1 : size < 0x10000 ? 2 : 3;
            element.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                element.write(size >> shift);
            }
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
