package io.camelpg.type;

import java.util.Locale;

/** The types of the system's own numbers: oid, xid, cid, xid8, tid and pg_lsn; Strings like all types without a Java kind. */
final class SystemType extends StringType {
    /** How the number is laid out. */
    enum Layout {
        UNSIGNED_32(4),
        UNSIGNED_64(8),
        TID(6),
        LSN(8);

        private final int bytes;

        Layout(int bytes) {
            this.bytes = bytes;
        }
    }

    private final Layout layout;

    SystemType(int oid, String name, Layout layout) {
        super(oid, name);
        this.layout = layout;
    }

    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        Wire.expect(this, length, layout.bytes);
        switch (layout) {
            case UNSIGNED_32 -> out.digits(unsigned32(data, offset));
            case UNSIGNED_64 -> out.ascii(Long.toUnsignedString(Wire.int64(data, offset)));
            case TID -> {
                out.write('(');
                out.digits(unsigned32(data, offset));
                out.write(',');
                out.digits(Wire.int16(data, offset + 4) & 0xFFFF);
                out.write(')');
            }
            case LSN -> {
                out.ascii(hex(Wire.int32(data, offset)));
                out.write('/');
                out.ascii(hex(Wire.int32(data, offset + 4)));
            }
        }
    }

    private static long unsigned32(byte[] data, int offset) {
        return Wire.int32(data, offset) & 0xFFFFFFFFL;
    }

    private static String hex(int value) {
        return Integer.toHexString(value).toUpperCase(Locale.ROOT);
    }

    @Override
    public void bind(Object value, ParameterSink sink) {
        if (value instanceof Number number && (layout == Layout.UNSIGNED_32 || layout == Layout.UNSIGNED_64)) {
            // OIDs above 2³¹ are negative where Java keeps them in an int
            long min = layout == Layout.UNSIGNED_32 ? Integer.MIN_VALUE : 0;
            long max = layout == Layout.UNSIGNED_32 ? 0xFFFFFFFFL : Long.MAX_VALUE;
            long whole = Numbers.whole(this, number, min, max);
            sink.binary(layout == Layout.UNSIGNED_32 ? Wire.bytesOfInt32((int) whole) : Wire.bytesOfInt64(whole));
        } else if (!bindText(value, sink)) {
            bindOther(value, sink, null);
        }
    }
}
