package io.camelpg.type;

import java.util.List;
import java.util.Map;

/** Builds types from descriptions, those they consist of first. Used by one thread. */
final class TypeAssembly {
    private final BuiltInTypes builtIn;
    private final Map<Integer, PgType> loaded;
    private final Map<Integer, TypeDescription> descriptions;
    private final Runnable forget;

    /** @param forget for a type that turns out to be another one now */
    TypeAssembly(
            BuiltInTypes builtIn,
            Map<Integer, PgType> loaded,
            Map<Integer, TypeDescription> descriptions,
            Runnable forget) {
        this.builtIn = builtIn;
        this.loaded = loaded;
        this.descriptions = descriptions;
        this.forget = forget;
    }

    PgType type(int oid) {
        PgType known = builtIn.get(oid);
        if (known == null) {
            known = loaded.get(oid);
        }
        if (known != null) {
            return known;
        }
        TypeDescription description = descriptions.get(oid);
        PgType built =
                description == null ? PlainTextType.unknown(oid, "OID " + (oid & 0xFFFFFFFFL)) : build(description);
        PgType earlier = loaded.putIfAbsent(oid, built);
        return earlier == null ? built : earlier;
    }

    private PgType build(TypeDescription description) {
        int oid = description.oid();
        String name = description.sqlName();
        if (description.elementOid() != 0) {
            return new ArrayType(oid, name, type(description.elementOid()), description.delimiter());
        }
        return switch (description.typtype()) {
            case 'e' -> new EnumType(oid, name);
            case 'd' -> new DomainType(oid, name, type(description.baseOid()), description.baseTypmod());
            case 'c' -> new CompositeType(oid, name, description.attributeNames(), attributes(description), forget);
            case 'r', 'm' -> range(description);
            case 'b' -> base(description);
            default -> PlainTextType.unknown(oid, name);
        };
    }

    private List<PgType> attributes(TypeDescription description) {
        return description.attributeOids().stream().map(this::type).toList();
    }

    private PgType range(TypeDescription description) {
        boolean multi = description.typtype() == 'm';
        return new RangeType(description.oid(), description.sqlName(), type(description.rangeSubtype()), multi);
    }

    /** Base types of extensions, known by name: their OIDs differ by database. */
    private static PgType base(TypeDescription description) {
        return switch (description.name()) {
            case "citext" -> new TextType(description.oid(), description.sqlName(), false);
            case "hstore" -> new HstoreType(description.oid(), description.sqlName());
            default -> PlainTextType.unknown(description.oid(), description.sqlName());
        };
    }
}
