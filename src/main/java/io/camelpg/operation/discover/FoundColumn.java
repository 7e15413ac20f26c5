package io.camelpg.operation.discover;

import io.camelpg.type.PgType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column as the server describes it, in little memory: there may be hundreds of thousands.
 *
 * @param position its {@code attnum}
 * @param writable null where it is not known
 * @param generated {@code stored}, {@code virtual} or null
 * @param identity {@code always}, {@code by default} or null
 */
record FoundColumn(
        int position,
        int typeOid,
        int typmod,
        String name,
        String quoted,
        String type,
        String declaredType,
        boolean nullable,
        boolean readable,
        @Nullable Boolean writable,
        @Nullable String defaultValue,
        @Nullable String generated,
        @Nullable String identity,
        @Nullable String collation,
        @Nullable String comment) {

    /** @param names that were seen before, so that equal ones are one String */
    static FoundColumn of(int typeOid, int position, Node node, Map<String, String> names) {
        return new FoundColumn(
                position,
                typeOid,
                node.integer("typmod"),
                same(node.text("name"), names),
                same(node.text("quoted"), names),
                same(node.text("type"), names),
                same(node.text("declaredType"), names),
                node.is("nullable"),
                node.is("readable"),
                (Boolean) node.value("writable"),
                node.optional("default"),
                generated(node.text("generated")),
                identity(node.text("identity")),
                node.optional("collation"),
                node.optional("comment"));
    }

    private static String same(String name, Map<String, String> names) {
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    /** {@code pg_attribute.attgenerated}. */
    private static @Nullable String generated(String code) {
        return switch (code) {
            case "s" -> "stored";
            case "v" -> "virtual";
            default -> null;
        };
    }

    /** {@code pg_attribute.attidentity}. */
    private static @Nullable String identity(String code) {
        return switch (code) {
            case "a" -> "always";
            case "d" -> "by default";
            default -> null;
        };
    }

    /** @param tableWritable whether anything in the table is; null where it is not known */
    Map<String, @Nullable Object> map(
            PgType pgType, @Nullable Boolean tableWritable, boolean tableReadable, String user) {
        String issue = pgType.issue();
        if (tableReadable && !readable) {
            String refused = "the user " + user + " may not read it";
            issue = issue == null ? refused : issue + "; " + refused;
        }
        return Shape.COLUMN.map(
                name,
                quoted,
                type,
                declaredType,
                known(pgType.length(typmod)),
                known(pgType.precision(typmod)),
                known(pgType.scale(typmod)),
                nullable,
                Boolean.FALSE.equals(writable)
                        ? writable
                        : Boolean.TRUE.equals(tableWritable) ? writable : tableWritable,
                defaultValue,
                generated,
                identity,
                collation,
                comment,
                issue);
    }

    private static @Nullable Integer known(int value) {
        return value < 0 ? null : Integer.valueOf(value);
    }
}
