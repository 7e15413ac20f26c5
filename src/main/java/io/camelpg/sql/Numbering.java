package io.camelpg.sql;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must hold for the placeholders of all statements that share their values. */
final class Numbering {
    private Numbering() {}

    /** @throws PgException MIXED_PLACEHOLDERS, and INVALID_PLACEHOLDER where a number is left out */
    static void require(List<BoundTokens> statements) {
        TreeSet<Integer> numbers = new TreeSet<>();
        @Nullable Placeholder named = null;
        for (BoundTokens statement : statements) {
            for (Placeholder placeholder : statement.placeholders()) {
                if (placeholder instanceof Placeholder.Positional positional) {
                    numbers.add(positional.number());
                } else if (named == null) {
                    named = placeholder;
                }
            }
        }
        if (numbers.isEmpty()) {
            return;
        }
        if (named != null) {
            throw BoundTokens.mixed(named, numbers.first());
        }
        int expected = 1;
        for (int number : numbers) {
            if (number != expected) {
                throw new PgException(
                        PgErrorCode.INVALID_PLACEHOLDER,
                        "$" + expected + " is left out, while $" + numbers.last() + " is used");
            }
            expected++;
        }
    }
}
