package io.camelpg.connection;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.postgresql.core.Oid;

/**
 * What a driver property may be set to. The driver itself takes a wrong number when it connects, and takes whatever is
 * not {@code true} for {@code false}.
 *
 * @param words completes "takes ..."
 */
record ParameterValue(String words, Predicate<String> fits) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Set<String> LOGINS = Set.of("password", "md5", "gss", "sspi", "scram-sha-256", "none");

    static ParameterValue yesOrNo() {
        return new ParameterValue("true or false", Set.of("true", "false")::contains);
    }

    static ParameterValue whole(String unit, long least, long most) {
        return new ParameterValue("whole " + unit + " from " + least + " to " + most, value -> {
            if (!NUMBER.matcher(value).matches()) {
                return false;
            }
            long number = Long.parseLong(value);
            return number >= least && number <= most;
        });
    }

    /** Names as in {@code pg_type}, or OIDs. */
    static ParameterValue types() {
        return new ParameterValue(
                "types by name or OID, joined by commas",
                value -> List.of(value.split(",", -1)).stream().allMatch(ParameterValue::isType));
    }

    private static boolean isType(String name) {
        try {
            return Oid.valueOf(name.trim()) > 0;
        } catch (SQLException | RuntimeException e) {
            return false;
        }
    }

    /** libpq's {@code require_auth}: all wanted, or all unwanted. */
    static ParameterValue logins() {
        return new ParameterValue(
                "ways to log in, joined by commas, all or none with an exclamation mark, of "
                        + String.join(", ", LOGINS.stream().sorted().toList()),
                value -> {
                    List<String> all = List.of(value.split(",", -1));
                    return all.stream()
                                            .map(each -> each.startsWith("!"))
                                            .distinct()
                                            .count()
                                    == 1
                            && all.stream().allMatch(each -> LOGINS.contains(each.replaceFirst("^!", "")));
                });
    }
}
