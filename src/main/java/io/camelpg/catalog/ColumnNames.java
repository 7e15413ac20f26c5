package io.camelpg.catalog;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.sql.Identifier;
import io.camelpg.sql.TableName;
import java.util.List;
import java.util.Locale;

/** How routes and messages name columns. */
public final class ColumnNames {
    private ColumnNames() {}

    /**
     * The column that is meant: by its exact name, in quotes, folded to lower case, or in snake_case.
     *
     * @throws PgException PG-207 where there is none, with the nearest name
     */
    public static RelationColumn find(Relation relation, String written) {
        boolean quoted = written.length() > 2 && written.startsWith("\"") && written.endsWith("\"");
        String name = quoted ? written.substring(1, written.length() - 1).replace("\"\"", "\"") : written;
        List<String> candidates =
                quoted ? List.of(name) : List.of(name, name.toLowerCase(Locale.ROOT), snakeCase(name));
        for (String candidate : candidates) {
            RelationColumn column = relation.column(candidate);
            if (column != null) {
                return column;
            }
        }
        String nearest = NearestNames.among(
                relation.columns().stream().map(RelationColumn::name).toList(), name);
        throw new PgException(
                PgErrorCode.UNDEFINED_COLUMN,
                "there is no column " + Identifier.quote(name) + " in "
                        + new TableName(relation.schema(), relation.name()),
                "42703",
                nearest == null ? null : "Perhaps you meant \"" + nearest + "\"",
                null);
    }

    /** {@code orderId} and {@code orderID} become {@code order_id}; what is in snake_case stays. */
    public static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                boolean wordEnded = i > 0 && name.charAt(i - 1) != '_' && !Character.isUpperCase(name.charAt(i - 1));
                boolean wordBegins = i > 0
                        && Character.isUpperCase(name.charAt(i - 1))
                        && i + 1 < name.length()
                        && Character.isLowerCase(name.charAt(i + 1));
                if (wordEnded || wordBegins) {
                    snake.append('_');
                }
                snake.append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }
}
