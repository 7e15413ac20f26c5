package io.camelpg.type;

import java.net.InetAddress;

/** inet and cidr. Binary: family, bits of the netmask, whether it is a cidr, bytes of the address, the address. */
final class InetType extends StringType {
    private static final int HEADER = 4;

    InetType(int oid, String name) {
        super(oid, name);
    }

    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        Wire.atLeast(this, length, HEADER);
        int bits = data[offset + 1] & 0xFF;
        boolean cidr = data[offset + 2] != 0;
        int bytes = data[offset + 3];
        if ((bytes != 4 && bytes != 16) || length != HEADER + bytes || bits > bytes * 8) {
            throw Rejection.malformed(this, length);
        }
        if (bytes == 4) {
            dotted(data, offset + HEADER, out);
        } else {
            colons(data, offset + HEADER, out);
        }
        if (cidr || bits < bytes * 8) {
            out.write('/');
            out.digits(bits);
        }
    }

    private static void dotted(byte[] data, int offset, OutputBuffer out) {
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                out.write('.');
            }
            out.digits(data[offset + i] & 0xFF);
        }
    }

    /** Like PostgreSQL: the first of the longest runs of zeros is left out, and embedded IPv4 addresses are dotted. */
    private static void colons(byte[] data, int offset, OutputBuffer out) {
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && word(data, offset, end) == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        boolean dotted = runStart == 0
                && (runLength == 6
                        || (runLength == 7 && word(data, offset, 7) != 1)
                        || (runLength == 5 && word(data, offset, 5) == 0xFFFF));
        for (int i = 0; i < 8; i++) {
            if (i == runStart) {
                out.write(':');
                i += runLength - 1;
                if (i == 7) {
                    out.write(':');
                }
                continue;
            }
            if (i > 0) {
                out.write(':');
            }
            if (i == 6 && dotted) {
                dotted(data, offset + 12, out);
                return;
            }
            out.ascii(Integer.toHexString(word(data, offset, i)));
        }
    }

    private static int word(byte[] data, int offset, int index) {
        return Wire.int16(data, offset + 2 * index) & 0xFFFF;
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof InetAddress address) {
            String text = address.getHostAddress();
            int zone = text.indexOf('%');
            sink.text(zone < 0 ? text : text.substring(0, zone));
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, "Give an InetAddress, or text");
        }
    }
}
