package io.camelpg.row.arrow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers as Arrow's buffers have them. */
public final class LittleEndian {
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    public static short int16(byte[] data, int offset) {
        return (short) INT16.get(data, offset);
    }

    public static int int32(byte[] data, int offset) {
        return (int) INT32.get(data, offset);
    }

    public static long int64(byte[] data, int offset) {
        return (long) INT64.get(data, offset);
    }

    public static void putInt16(byte[] data, int offset, int value) {
        INT16.set(data, offset, (short) value);
    }

    public static void putInt32(byte[] data, int offset, int value) {
        INT32.set(data, offset, value);
    }

    public static void putInt64(byte[] data, int offset, long value) {
        INT64.set(data, offset, value);
    }
}
