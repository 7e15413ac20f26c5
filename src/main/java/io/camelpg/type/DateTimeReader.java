package io.camelpg.type;

/**
 * Reads dates and times as PostgreSQL prints them under DateStyle ISO, the only style pgjdbc allows: {@code 0044-03-15
 * 10:00:00.5+05:53:28 BC}.
 */
final class DateTimeReader {
    private final PgType type;
    private final byte[] data;
    private final int length;
    private final boolean beforeChrist;
    private final int limit;
    private int at;

    DateTimeReader(PgType type, byte[] data, int offset, int length) {
        this.type = type;
        this.data = data;
        this.length = length;
        at = offset;
        int end = offset + length;
        beforeChrist = length > 3 && data[end - 3] == ' ' && data[end - 2] == 'B' && data[end - 1] == 'C';
        limit = beforeChrist ? end - 3 : end;
    }

    /** Days from 1970-01-01. */
    long date() {
        int from = at;
        long year = number();
        if (at - from < 4) {
            throw malformed();
        }
        if (beforeChrist) {
            year = 1 - year;
        }
        expect('-');
        int month = twoDigits();
        expect('-');
        int day = twoDigits();
        if (!CivilDate.isValid(year, month, day)) {
            throw malformed();
        }
        return CivilDate.epochDay(year, month, day);
    }

    /** Microseconds of the day; 24:00:00 is a whole day's. */
    long time() {
        int hour = twoDigits();
        expect(':');
        int minute = twoDigits();
        expect(':');
        int second = twoDigits();
        long micros = 0;
        if (at < limit && data[at] == '.') {
            at++;
            int from = at;
            micros = number();
            int digits = at - from;
            if (digits == 0 || digits > 6) {
                throw malformed();
            }
            for (int i = digits; i < 6; i++) {
                micros *= 10;
            }
        }
        long total = ((hour * 60L + minute) * 60 + second) * 1_000_000 + micros;
        if (minute > 59 || second > 59 || total > TimeType.MICROS_PER_DAY) {
            throw malformed();
        }
        return total;
    }

    /** The offset from UTC in seconds, positive east of Greenwich. */
    int offset() {
        if (at >= limit || (data[at] != '+' && data[at] != '-')) {
            throw malformed();
        }
        boolean west = data[at++] == '-';
        int seconds = twoDigits() * 3600;
        if (at < limit) {
            expect(':');
            seconds += twoDigits() * 60;
        }
        if (at < limit) {
            expect(':');
            seconds += twoDigits();
        }
        return west ? -seconds : seconds;
    }

    void space() {
        expect(' ');
    }

    void end() {
        if (at != limit) {
            throw malformed();
        }
    }

    private long number() {
        long value = 0;
        int from = at;
        while (at < limit && data[at] >= '0' && data[at] <= '9' && at - from < 9) {
            value = value * 10 + (data[at++] - '0');
        }
        return value;
    }

    private int twoDigits() {
        if (at + 2 > limit) {
            throw malformed();
        }
        int tens = data[at++] - '0';
        int ones = data[at++] - '0';
        if (tens < 0 || tens > 9 || ones < 0 || ones > 9) {
            throw malformed();
        }
        return tens * 10 + ones;
    }

    private void expect(char c) {
        if (at >= limit || data[at++] != c) {
            throw malformed();
        }
    }

    private RuntimeException malformed() {
        return Rejection.malformed(type, length);
    }
}
