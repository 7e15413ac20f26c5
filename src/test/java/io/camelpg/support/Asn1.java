package io.camelpg.support;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes as much of DER as a certificate is made of. */
final class Asn1 {
    private Asn1() {}

    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(content::writeBytes);
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        byte[] length = BigInteger.valueOf(content.size()).toByteArray();
        if (content.size() < 0x80) {
            element.write(content.size());
        } else {
            int skipped = length[0] == 0 ? 1 : 0;
            element.write(0x80 | length.length - skipped);
            element.write(length, skipped, length.length - skipped);
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return element(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return element(0x31, parts);
    }

    static byte[] integer(BigInteger value) {
        return element(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return element(0x01, new byte[] {(byte) 0xFF});
    }

    static byte[] octets(byte[]... parts) {
        return element(0x04, parts);
    }

    static byte[] bits(byte[] value) {
        return element(0x03, new byte[1], value);
    }

    static byte[] text(String value) {
        return element(0x0C, value.getBytes(StandardCharsets.UTF_8));
    }

    /** @param oid dotted */
    static byte[] oid(String oid) {
        int[] parts =
                Arrays.stream(oid.split("\\.")).mapToInt(Integer::parseInt).toArray();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(40 * parts[0] + parts[1]);
        for (int i = 2; i < parts.length; i++) {
            for (int shift = 28; shift >= 0; shift -= 7) {
                if (shift == 0 || parts[i] >> shift != 0) {
                    content.write((shift == 0 ? 0 : 0x80) | parts[i] >> shift & 0x7F);
                }
            }
        }
        return element(0x06, content.toByteArray());
    }
}
