package io.camelpg;

import io.camelpg.error.Problems;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of what a configuration says. */
final class Words {
    private Words() {}

    /** A constant by its name as configurations spell it, {@code verify-full}; null where there is none. */
    static <E extends Enum<E>> @Nullable E of(Problems problems, String option, Class<E> type, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (spelled(constant).equals(value.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        String known = String.join(
                ", ", Arrays.stream(type.getEnumConstants()).map(Words::spelled).toList());
        problems.add(option + " must be one of " + known + ", not '" + value + "'");
        return null;
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Milliseconds that the driver can count. */
    static void positive(Problems problems, String option, long millis) {
        problems.require(
                millis > 0 && millis <= Integer.MAX_VALUE,
                option + " must be from 1ms to 24 days, not " + millis + " ms");
    }

    static boolean clean(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
