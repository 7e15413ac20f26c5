package io.camelpg.type;

/** macaddr and macaddr8. */
final class MacaddrType extends StringType {
    private final int bytes;

    MacaddrType(int oid, String name, int bytes) {
        super(oid, name);
        this.bytes = bytes;
    }

    @Override
    void print(byte[] data, int offset, int length, OutputBuffer out) {
        Wire.expect(this, length, bytes);
        for (int i = 0; i < bytes; i++) {
            if (i > 0) {
                out.write(':');
            }
            out.hex(data, offset + i, 1);
        }
    }
}
