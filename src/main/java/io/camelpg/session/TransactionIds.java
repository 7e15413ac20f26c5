package io.camelpg.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postgresql.core.Field;
import org.postgresql.core.Tuple;

/** Reads the one row of {@link Unit#TRANSACTION_ID}. */
final class TransactionIds {
    private TransactionIds() {}

    /** 0 for NULL. */
    static long read(Field[] fields, List<Tuple> tuples) {
        byte[] value = tuples.isEmpty() ? null : tuples.get(0).get(0);
        if (value == null) {
            return 0;
        }
        return fields[0].getFormat() == Field.BINARY_FORMAT
                ? ByteBuffer.wrap(value).getLong()
                : Long.parseLong(new String(value, StandardCharsets.US_ASCII));
    }
}
