package io.camelpg.type;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The types of one database. Built-in ones are known; others are loaded on first use, together with what they consist of,
 * and kept; those with attributes for some seconds, unless a value shows earlier that they changed. Thread-safe: what
 * several threads ask for at once may be loaded more than once, and is the same.
 */
public final class TypeCatalog {
    /** Nothing tells when a composite type gets other attributes, and in text a value may look as before. */
    private static final long ATTRIBUTES_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final BuiltInTypes BUILT_IN = new BuiltInTypes();
    private static final TypeCatalog ONLY_BUILT_IN = new TypeCatalog(oids -> List.of());

    private final TypeSource source;
    private volatile Loaded loaded = new Loaded();

    /** @param source where types are loaded from that are not built in */
    public TypeCatalog(TypeSource source) {
        this.source = source;
    }

    /** A catalog without a database: every type that is not built in is given as text. */
    public static TypeCatalog builtIn() {
        return ONLY_BUILT_IN;
    }

    /** What was loaded since the last {@link #forget()}. */
    private static final class Loaded {
        final Map<Integer, PgType> types = new ConcurrentHashMap<>();
        final Map<Integer, Integer> arrayOids = new ConcurrentHashMap<>();
        final long since = System.nanoTime();

        boolean isFresh(PgType type) {
            return System.nanoTime() - since < ATTRIBUTES_NANOS || !type.hasAttributes();
        }

        Loaded withoutAttributes() {
            Loaded kept = new Loaded();
            kept.arrayOids.putAll(arrayOids);
            types.forEach((oid, type) -> {
                if (!type.hasAttributes()) {
                    kept.types.put(oid, type);
                }
            });
            return kept;
        }
    }

    /** The type of that OID, where it is known and nobody has to be asked. */
    public @Nullable PgType known(int oid) {
        PgType builtIn = BUILT_IN.get(oid);
        if (builtIn != null) {
            return builtIn;
        }
        Loaded current = loaded;
        PgType type = current.types.get(oid);
        if (type == null || current.isFresh(type)) {
            return type;
        }
        loaded = current.withoutAttributes();
        return null;
    }

    /** The type of that OID; one that the database does not know either is given as text. */
    public PgType get(int oid) {
        PgType known = known(oid);
        return known == null ? load(List.of(oid), loaded).get(0) : known;
    }

    /** The types of several OIDs, in their order, with at most one load for all of them and one for each level below. */
    public List<PgType> getAll(Collection<Integer> oids) {
        return load(oids, loaded);
    }

    /** The array type over an element type, such as {@code integer[]} for integer's OID; null where there is none. */
    public @Nullable PgType arrayOf(int elementOid) {
        PgType builtIn = BUILT_IN.arrayOf(elementOid);
        if (builtIn != null) {
            return builtIn;
        }
        Loaded current = loaded;
        load(List.of(elementOid), current);
        Integer arrayOid = current.arrayOids.get(elementOid);
        return arrayOid == null || arrayOid == 0
                ? null
                : load(List.of(arrayOid), current).get(0);
    }

    /** Drops what was loaded: to be called when the server says that the schema changed. */
    public void forget() {
        loaded = new Loaded();
    }

    private List<PgType> load(Collection<Integer> oids, Loaded current) {
        Map<Integer, TypeDescription> descriptions = new HashMap<>();
        Set<Integer> wanted = missing(oids, current, descriptions);
        while (!wanted.isEmpty()) {
            Set<Integer> next = new HashSet<>();
            for (TypeDescription description : source.load(wanted)) {
                descriptions.put(description.oid(), description);
                next.addAll(description.dependencies());
            }
            // what was asked for and not found is not asked for again
            next.removeAll(wanted);
            wanted = missing(next, current, descriptions);
        }
        TypeAssembly assembly = new TypeAssembly(BUILT_IN, current.types, descriptions, this::forget);
        descriptions.forEach((oid, description) -> current.arrayOids.put(oid, description.arrayOid()));
        return oids.stream().map(assembly::type).toList();
    }

    private static Set<Integer> missing(
            Collection<Integer> oids, Loaded current, Map<Integer, TypeDescription> descriptions) {
        Set<Integer> missing = new HashSet<>();
        for (Integer oid : oids) {
            if (BUILT_IN.get(oid) == null && !current.types.containsKey(oid) && !descriptions.containsKey(oid)) {
                missing.add(oid);
            }
        }
        return missing;
    }

    /**
     * The statement for a {@link TypeSource}, for PostgreSQL 12 to 18: one parameter {@code $1} of type {@code oid[]}, one
     * row per type, columns in the order of {@link TypeDescription}.
     */
    public static String loadQuery() {
        return """
                SELECT t.oid::int8, n.nspname::text, t.typname::text, pg_catalog.format_type(t.oid, NULL),
                       t.typtype::text, t.typcategory::text,
                       CASE WHEN t.typinput = 'pg_catalog.array_in'::pg_catalog.regproc THEN t.typelem ELSE 0 END::int8,
                       t.typarray::int8, t.typbasetype::int8, t.typtypmod::int8,
                       COALESCE((SELECT r.rngsubtype FROM pg_catalog.pg_range r
                                 WHERE t.typtype IN ('r', 'm')
                                   AND (r.rngtypid = t.oid
                                        OR pg_catalog.to_jsonb(r) ->> 'rngmultitypid' = t.oid::text)), 0)::int8,
                       t.typdelim::text, a.names, a.types,
                       ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e
                             WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
                FROM pg_catalog.pg_type t
                JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                LEFT JOIN LATERAL (
                    SELECT pg_catalog.array_agg(c.attname::text ORDER BY c.attnum) AS names,
                           pg_catalog.array_agg(c.atttypid::int8 ORDER BY c.attnum) AS types
                    FROM pg_catalog.pg_attribute c
                    WHERE t.typtype = 'c' AND c.attrelid = t.typrelid AND c.attnum > 0 AND NOT c.attisdropped) a ON true
                WHERE t.oid = ANY ($1)""";
    }
}
