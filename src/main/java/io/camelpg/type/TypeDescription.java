package io.camelpg.type;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pg_type} and its companions say about one type.
 *
 * @param sqlName the name as {@code format_type} prints it: schema-qualified where the search path does not find it
 * @param typtype b, c, d, e, m, p or r, as in {@code pg_type.typtype}
 * @param elementOid the element type of an array, else 0
 * @param arrayOid the array type over this type, else 0
 * @param baseOid the type under a domain, else 0
 * @param baseTypmod the type modifier under a domain, else -1
 * @param rangeSubtype the element type of a range or multirange, else 0
 * @param delimiter what separates elements in an array of this type
 * @param attributeNames of a composite, in order, without dropped ones
 * @param enumLabels of an enum, in their sort order
 */
public record TypeDescription(
        int oid,
        String schema,
        String name,
        String sqlName,
        char typtype,
        char category,
        int elementOid,
        int arrayOid,
        int baseOid,
        int baseTypmod,
        int rangeSubtype,
        char delimiter,
        List<String> attributeNames,
        List<Integer> attributeOids,
        List<String> enumLabels) {

    public TypeDescription {
        attributeNames = List.copyOf(attributeNames);
        attributeOids = List.copyOf(attributeOids);
        enumLabels = List.copyOf(enumLabels);
    }

    /** A description from a row of {@link TypeCatalog#loadQuery()}, whose values were read by this room's codecs. */
    public static TypeDescription of(@Nullable Object[] row) {
        return new TypeDescription(
                oid(row[0]),
                text(row[1]),
                text(row[2]),
                text(row[3]),
                text(row[4]).charAt(0),
                text(row[5]).charAt(0),
                oid(row[6]),
                oid(row[7]),
                oid(row[8]),
                oid(row[9]),
                oid(row[10]),
                text(row[11]).charAt(0),
                strings(row[12]),
                oids(row[13]),
                strings(row[14]));
    }

    /** The types that must be known before this one can be built. */
    List<Integer> dependencies() {
        List<Integer> found = new ArrayList<>(attributeOids);
        for (int oid : new int[] {elementOid, baseOid, rangeSubtype}) {
            if (oid != 0) {
                found.add(oid);
            }
        }
        return found;
    }

    private static int oid(Object value) {
        return (int) ((Number) value).longValue();
    }

    private static String text(Object value) {
        return value.toString();
    }

    private static List<String> strings(@Nullable Object value) {
        List<String> strings = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(element -> strings.add(String.valueOf(element)));
        }
        return strings;
    }

    private static List<Integer> oids(@Nullable Object value) {
        List<Integer> oids = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                oids.add((int) ((Number) element).longValue());
            }
        }
        return oids;
    }
}
