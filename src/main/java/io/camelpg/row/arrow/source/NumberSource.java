package io.camelpg.row.arrow.source;

import java.math.BigInteger;

/** Numbers of a fixed width, and what is made of them. */
class NumberSource extends SourceColumn {
    private static final BigInteger TWO_POW_64 = BigInteger.ONE.shiftLeft(64);

    /** What a number stands for. */
    @FunctionalInterface
    interface Meaning {
        /** @throws io.camelpg.error.PgException PG-301 for a number that stands for nothing that PostgreSQL has */
        Object of(long number);
    }

    private final int width;
    private final boolean signed;
    private final Meaning meaning;
    private Slice values = Slice.EMPTY;

    /** @param width in bytes: 1, 2, 4 or 8 */
    NumberSource(int width, boolean signed, Meaning meaning) {
        this.width = width;
        this.signed = signed;
        this.meaning = meaning;
    }

    static NumberSource whole(int width, boolean signed) {
        Meaning meaning;
        if (width == 8) {
            meaning = signed ? Long::valueOf : NumberSource::unsigned;
        } else if (width == 4 && !signed) {
            meaning = Long::valueOf;
        } else {
            meaning = number -> (int) number;
        }
        return new NumberSource(width, signed, meaning);
    }

    private static Object unsigned(long number) {
        return number >= 0 ? (Object) number : BigInteger.valueOf(number).add(TWO_POW_64);
    }

    @Override
    void loadValues(Batch batch, int count) {
        values = batch.buffer();
    }

    final long number(int index) {
        long at = (long) index * width;
        return switch (width) {
            case 1 -> signed ? values.int8(at) : values.int8(at) & 0xFF;
            case 2 -> signed ? values.int16(at) : values.int16(at) & 0xFFFF;
            case 4 -> signed ? values.int32(at) : values.int32(at) & 0xFFFF_FFFFL;
            default -> values.int64(at);
        };
    }

    @Override
    Object get(int index) {
        return meaning.of(number(index));
    }
}
