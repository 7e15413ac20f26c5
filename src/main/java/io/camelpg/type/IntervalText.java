package io.camelpg.type;

import java.math.BigDecimal;

/**
 * Reads intervals as PostgreSQL prints them under any IntervalStyle: {@code 1 year -2 mons +3 days -04:05:06.7}
 * (postgres), {@code @ 1 year 3 hours ago} (postgres_verbose), {@code +1-2 -3 +4:05:06} (sql_standard), {@code
 * P1Y-2M3DT-4H} (iso_8601). See "Interval Output" in the documentation.
 */
final class IntervalText {
    private final String text;
    private long months;
    private long days;
    private BigDecimal seconds = BigDecimal.ZERO;

    private IntervalText(String text) {
        this.text = text;
    }

    static IntervalParts parse(PgType type, byte[] data, int offset, int length) {
        if (Wire.is("infinity", data, offset, length)) {
            return IntervalParts.INFINITY;
        }
        if (Wire.is("-infinity", data, offset, length)) {
            return IntervalParts.NEGATIVE_INFINITY;
        }
        IntervalText interval = new IntervalText(Wire.ascii(data, offset, length));
        try {
            if (length > 1 && data[offset] == 'P') {
                interval.iso();
            } else {
                interval.words();
            }
            return new IntervalParts(
                    Math.toIntExact(interval.months),
                    Math.toIntExact(interval.days),
                    interval.seconds.movePointRight(6).longValueExact());
        } catch (ArithmeticException | NumberFormatException | StringIndexOutOfBoundsException e) {
            throw Rejection.malformed(type, length);
        }
    }

    private void iso() {
        boolean time = false;
        int from = 1;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'T') {
                time = true;
                from = i + 1;
            } else if (c >= 'A') {
                BigDecimal number = number(text.substring(from, i));
                String unit = c == 'M' && !time ? "mon" : String.valueOf(c);
                add(number, unit);
                from = i + 1;
            }
        }
        if (from != text.length() || text.endsWith("T")) {
            throw new NumberFormatException();
        }
    }

    private void words() {
        String[] words = text.split(" ", -1);
        boolean ago = words[words.length - 1].equals("ago");
        int limit = ago ? words.length - 1 : words.length;
        // sql_standard puts one sign in front of days and time together, where both have it
        boolean negative = false;
        for (int i = words[0].equals("@") ? 1 : 0; i < limit; i++) {
            String word = words[i];
            int dash = word.indexOf('-', 1);
            if (word.indexOf(':') > 0) {
                time(word, negative);
            } else if (dash > 0) {
                long sign = word.charAt(0) == '-' ? -1 : 1;
                String years = word.substring(Character.isDigit(word.charAt(0)) ? 0 : 1, dash);
                months += sign * (Long.parseLong(years) * 12 + Long.parseLong(word.substring(dash + 1)));
            } else if (i + 1 < limit && Character.isLetter(words[i + 1].charAt(0))) {
                add(number(word), words[++i]);
            } else if (!word.equals("0") || limit > 1) {
                days += Long.parseLong(word);
                negative = word.charAt(0) == '-';
            }
        }
        if (ago) {
            months = -months;
            days = -days;
            seconds = seconds.negate();
        }
    }

    private void time(String word, boolean negativeBefore) {
        boolean signed = !Character.isDigit(word.charAt(0));
        String[] parts = (signed ? word.substring(1) : word).split(":", -1);
        if (parts.length > 3) {
            throw new NumberFormatException();
        }
        BigDecimal sum = number(parts[0])
                .multiply(BigDecimal.valueOf(60))
                .add(number(parts[1]))
                .multiply(BigDecimal.valueOf(60))
                .add(parts.length > 2 ? number(parts[2]) : BigDecimal.ZERO);
        boolean negative = signed ? word.charAt(0) == '-' : negativeBefore;
        seconds = seconds.add(negative ? sum.negate() : sum);
    }

    /** A number without an exponent: with one, BigDecimal's sums can take more digits than there is memory. */
    private static BigDecimal number(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+') {
                throw new NumberFormatException();
            }
        }
        return new BigDecimal(digits);
    }

    private void add(BigDecimal number, String unit) {
        switch (unit) {
            case "Y", "year", "years" -> months += Math.multiplyExact(number.longValueExact(), 12L);
            case "mon", "mons" -> months += number.longValueExact();
            case "W" -> days += Math.multiplyExact(number.longValueExact(), 7L);
            case "D", "day", "days" -> days += number.longValueExact();
            case "H", "hour", "hours" -> seconds = seconds.add(number.multiply(BigDecimal.valueOf(3600)));
            case "M", "min", "mins" -> seconds = seconds.add(number.multiply(BigDecimal.valueOf(60)));
            case "S", "sec", "secs" -> seconds = seconds.add(number);
            default -> throw new NumberFormatException();
        }
    }
}
