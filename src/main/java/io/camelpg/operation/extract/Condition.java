package io.camelpg.operation.extract;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.ReadOnlyRules;
import io.camelpg.sql.Placeholder;
import io.camelpg.sql.SqlTemplate;
import java.util.List;

/** The text of {@code where}: a condition that stands in parentheses behind WHERE, and cannot get out of them. */
public final class Condition {
    private Condition() {}

    /**
     * The placeholders of a condition.
     *
     * @throws PgException PG-2nn where it is not one, PG-204 where it calls a function that acts
     */
    public static List<Placeholder> placeholders(String where) {
        return template(where).placeholders();
    }

    /** As {@link #placeholders}, in a statement that says nothing else. */
    public static SqlTemplate template(String where) {
        // By itself, so that parentheses of its own cannot close those around it.
        SqlTemplate alone = SqlTemplate.parse("SELECT 1 WHERE " + where);
        SqlTemplate enclosed = SqlTemplate.parse("SELECT 1 WHERE " + enclosed(where));
        ReadOnlyRules.check("pg:extract", enclosed);
        if (enclosed.positional()) {
            throw new PgException(PgErrorCode.INVALID_PLACEHOLDER, "where takes named placeholders, such as :name");
        }
        if (where.isBlank()
                || alone.placeholders().size() != enclosed.placeholders().size()) {
            throw new PgException(PgErrorCode.SYNTAX, "where is not a condition");
        }
        return enclosed;
    }

    /** The line break ends a comment at the condition's end. */
    public static String enclosed(String where) {
        return "(" + where + "\n)";
    }
}
