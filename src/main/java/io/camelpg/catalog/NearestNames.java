package io.camelpg.catalog;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds "perhaps you meant" to an error about a table that does not exist. */
public final class NearestNames {
    private static final Logger LOG = LoggerFactory.getLogger(NearestNames.class);
    private static final Pattern QUOTED = Pattern.compile("[\"«„“](.+?)[\"»“”]");
    private static final StatementPlan TABLES = StatementPlan.system(
            "SELECT n.nspname::text, c.relname::text, pg_catalog.pg_table_is_visible(c.oid) FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname !~ '^pg_'"
                    + " AND n.nspname <> 'information_schema'"
                    // What somebody else has there is not his to hear.
                    + " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') LIMIT 5000");

    private static final StatementPlan SCHEMAS = StatementPlan.system(
            "SELECT NULL::text, n.nspname::text, true FROM pg_catalog.pg_namespace n WHERE n.nspname !~ '^pg_'"
                    + " AND n.nspname <> 'information_schema'"
                    + " AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') LIMIT 5000");

    private NearestNames() {}

    /** The error itself, or the same with a better hint. */
    public static PgException hinted(Session session, PgException error) {
        return hinted(session, error, false);
    }

    /**
     * The error itself, or the same with a better hint.
     *
     * @param schemas whether a schema may have been meant as well
     */
    public static PgException hinted(Session session, PgException error, boolean schemas) {
        if (error.errorCode() != PgErrorCode.UNDEFINED_TABLE || session.joined()) {
            return error;
        }
        Matcher name = QUOTED.matcher(error.detail());
        if (!name.find()) {
            return error;
        }
        try {
            session.rollback();
            String nearest = nearest(session, name.group(1), schemas);
            return nearest == null
                    ? error
                    : new PgException(
                            error.errorCode(),
                            error.detail(),
                            error.sqlState(),
                            "Perhaps you meant \"" + nearest + "\"; otherwise check the connection's 'schema'",
                            error.getCause());
        } catch (PgException e) {
            LOG.debug("No hint for an unknown table", e);
            return error;
        }
    }

    private static @Nullable String nearest(Session session, String wanted, boolean schemas) {
        String wantedName = wanted.substring(wanted.lastIndexOf('.') + 1);
        String best = null;
        int bestDistance = Math.max(2, wantedName.length() / 3) + 1;
        boolean bestVisible = true;
        List<@Nullable Object[]> names = new ArrayList<>(session.rows(TABLES));
        if (schemas) {
            names.addAll(session.rows(SCHEMAS));
        }
        for (@Nullable Object[] row : names) {
            String schema = String.valueOf(row[0]);
            String name = String.valueOf(row[1]);
            int distance =
                    distance(wantedName.toLowerCase(java.util.Locale.ROOT), name.toLowerCase(java.util.Locale.ROOT));
            boolean visible = Boolean.TRUE.equals(row[2]);
            if (distance < bestDistance || (distance == bestDistance && visible && !bestVisible)) {
                bestDistance = distance;
                bestVisible = visible;
                best = visible ? name : schema + "." + name;
            }
        }
        return best;
    }

    /** The name that was probably meant, or null where none is near. */
    public static @Nullable String among(Iterable<String> names, String wanted) {
        String best = null;
        String folded = wanted.toLowerCase(java.util.Locale.ROOT);
        int bestDistance = Math.max(2, wanted.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(folded, name.toLowerCase(java.util.Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = name;
            }
        }
        return best;
    }

    /** Levenshtein's. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
