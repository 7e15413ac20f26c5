package io.camelpg.operation.load.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types that rows of pg:query or pg:extract had where they came from, as {@code CamelPgColumns} tells them. Only those
 * that every database has, and only for values that fit them.
 */
public final class SourceColumns {
    public static final SourceColumns NONE = new SourceColumns(List.of());

    private static final int NEGATIVE_SCALE_SINCE = 150_000;
    private static final int MULTIRANGES_SINCE = 140_000;
    private static final String ARRAY = "[]";

    private static final Set<String> NUMBERS =
            Set.of("smallint", "integer", "bigint", "real", "double precision", "numeric");
    private static final Set<String> TEXTS = Set.of("text", "character varying", "character", "name", "json", "jsonb");
    private static final Set<String> OTHERS = Set.of(
            "boolean",
            "bytea",
            "uuid",
            "date",
            "time without time zone",
            "time with time zone",
            "timestamp without time zone",
            "timestamp with time zone",
            "interval",
            "bit",
            "bit varying",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "point",
            "line",
            "lseg",
            "box",
            "path",
            "polygon",
            "circle",
            "money",
            "oid",
            "pg_lsn",
            "xml",
            "tsvector",
            "tsquery",
            "jsonpath",
            "int4range",
            "int8range",
            "numrange",
            "tsrange",
            "tstzrange",
            "daterange");

    private final Map<String, Map<?, ?>> columns = new HashMap<>();

    /** @param descriptions Maps with {@code name}, {@code type}, {@code length}, {@code precision} and {@code scale} */
    public SourceColumns(List<? extends Map<?, ?>> descriptions) {
        for (Map<?, ?> description : descriptions) {
            columns.putIfAbsent(String.valueOf(description.get("name")), description);
        }
    }

    /**
     * The type that a field had, as SQL; null where it is not known, not built in, or values of this kind have none.
     *
     * @param serverVersion as {@code server_version_num}
     */
    @Nullable
    String type(String field, ValueKind kind, int serverVersion) {
        Map<?, ?> column = columns.get(field);
        if (column == null || !(column.get("type") instanceof String type)) {
            return null;
        }
        boolean array = type.endsWith(ARRAY);
        String name = array ? type.substring(0, type.length() - ARRAY.length()) : type;
        if (!exists(name, serverVersion) || !takes(name, array, kind)) {
            return null;
        }
        return modified(name, column, serverVersion) + (array ? ARRAY : "");
    }

    private static boolean exists(String name, int serverVersion) {
        return NUMBERS.contains(name)
                || TEXTS.contains(name)
                || OTHERS.contains(name)
                || (serverVersion >= MULTIRANGES_SINCE && OTHERS.contains(name.replace("multirange", "range")));
    }

    /** Text can be a value of any type: as JSON and CSV have it. */
    private static boolean takes(String name, boolean array, ValueKind kind) {
        return switch (kind) {
            case TEXT -> true;
            case DOCUMENT -> array || name.startsWith("json");
            case INTEGER, NUMBER -> !array && (NUMBERS.contains(name) || TEXTS.contains(name) || name.equals("oid"));
            case BOOLEAN, BYTES, UUID_VALUE, INTERVAL -> !array && (TEXTS.contains(name) || name.equals(kind.type()));
            case DATE, TIME, ZONED_TIME, TIMESTAMP, ZONED_TIMESTAMP ->
                !array && (TEXTS.contains(name) || name.startsWith("time") || name.equals("date"));
        };
    }

    private static String modified(String name, Map<?, ?> column, int serverVersion) {
        int length = number(column, "length");
        int precision = number(column, "precision");
        int scale = number(column, "scale");
        return switch (name) {
            case "character varying", "bit varying" -> length > 0 ? name + "(" + length + ")" : name;
            // without a length these would be of length 1
            case "character" -> length > 0 ? name + "(" + length + ")" : "bpchar";
            case "bit" -> length > 0 ? name + "(" + length + ")" : "bit varying";
            case "numeric" -> {
                boolean plain = scale >= 0 && scale <= precision;
                yield precision > 0 && (plain || serverVersion >= NEGATIVE_SCALE_SINCE)
                        ? "numeric(" + precision + "," + scale + ")"
                        : name;
            }
            default -> name;
        };
    }

    private static int number(Map<?, ?> column, String key) {
        return column.get(key) instanceof Number number ? number.intValue() : 0;
    }
}
