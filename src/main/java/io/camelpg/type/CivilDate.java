package io.camelpg.type;

/** The proleptic Gregorian calendar in arithmetic, without an object per date. Year 0 is 1 BC, as in ISO 8601. */
final class CivilDate {
    /** 2000-01-01, PostgreSQL's epoch, counted in days from 1970-01-01. */
    static final int POSTGRES_EPOCH_DAY = 10_957;

    private static final int DAYS_OF_400_YEARS = 146_097;

    private CivilDate() {}

    /** Days from 1970-01-01. Years count from March here, so that the leap day is a year's last. */
    static long epochDay(long year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_OF_400_YEARS + dayOfEra - 719_468;
    }

    /** The date of a day counted from 1970-01-01, packed; see {@link #year}, {@link #month} and {@link #day}. */
    static long packed(long epochDay) {
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, (long) DAYS_OF_400_YEARS);
        int dayOfEra = (int) (shifted - era * DAYS_OF_400_YEARS);
        int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9);
        long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        return year << 16 | (long) month << 8 | day;
    }

    static long year(long packed) {
        return packed >> 16;
    }

    static int month(long packed) {
        return (int) (packed >> 8) & 0xFF;
    }

    static int day(long packed) {
        return (int) packed & 0xFF;
    }

    static boolean isValid(long year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int days = month == 2 ? (leap ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
        return day <= days;
    }
}
