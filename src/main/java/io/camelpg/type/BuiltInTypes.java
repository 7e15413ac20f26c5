package io.camelpg.type;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The types that every database has, by their fixed OIDs ({@code src/include/catalog/pg_type.dat}); those of enums,
 * domains, composites and extensions differ by database and are never written down.
 */
final class BuiltInTypes {
    private static final int RECORD = 2249;
    private static final int VOID = 2278;

    private final Map<Integer, PgType> types = new HashMap<>();
    private final Map<Integer, PgType> arrays = new HashMap<>();

    BuiltInTypes() {
        numbers();
        texts();
        datesAndTimes();
        documentsAndBits();
        networkAndGeometry();
        system();
        textOnly();
        ranges();
    }

    @Nullable
    PgType get(int oid) {
        return types.get(oid);
    }

    @Nullable
    PgType arrayOf(int elementOid) {
        return arrays.get(elementOid);
    }

    private void numbers() {
        add(21, 1005, WholeNumberType.Smallint::new);
        add(23, 1007, WholeNumberType.Int::new);
        add(20, 1016, WholeNumberType.Bigint::new);
        add(700, 1021, FloatType.Real::new);
        add(701, 1022, FloatType.DoublePrecision::new);
        add(1700, 1231, NumericType::new);
        add(16, 1000, BooleanType::new);
    }

    private void texts() {
        add(25, 1009, oid -> new TextType(oid, "text", false));
        add(1043, 1015, oid -> new TextType(oid, "character varying", true));
        add(1042, 1014, oid -> new TextType(oid, "character", true));
        add(19, 1003, oid -> new TextType(oid, "name", false));
        add(18, 1002, CharType::new);
        add(705, 0, oid -> new TextType(oid, "unknown", false));
        add(2275, 1263, oid -> new TextType(oid, "cstring", false));
    }

    private void datesAndTimes() {
        add(1082, 1182, DateType::new);
        add(1083, 1183, TimeType.Local::new);
        add(1266, 1270, TimeType.Zoned::new);
        add(1114, 1115, TimestampType.Local::new);
        add(1184, 1185, TimestampType.Zoned::new);
        add(1186, 1187, IntervalType::new);
    }

    private void documentsAndBits() {
        add(2950, 2951, UuidType::new);
        add(17, 1001, ByteaType::new);
        add(114, 199, oid -> new JsonType(oid, "json", false));
        add(3802, 3807, oid -> new JsonType(oid, "jsonb", true));
        add(1560, 1561, oid -> new BitStringType(oid, "bit"));
        add(1562, 1563, oid -> new BitStringType(oid, "bit varying"));
    }

    private void networkAndGeometry() {
        add(869, 1041, oid -> new InetType(oid, "inet"));
        add(650, 651, oid -> new InetType(oid, "cidr"));
        add(829, 1040, oid -> new MacaddrType(oid, "macaddr", 6));
        add(774, 775, oid -> new MacaddrType(oid, "macaddr8", 8));
        add(600, 1017, oid -> new GeometricType(oid, "point", GeometricType.Shape.POINT));
        add(628, 629, oid -> new GeometricType(oid, "line", GeometricType.Shape.LINE));
        add(601, 1018, oid -> new GeometricType(oid, "lseg", GeometricType.Shape.LSEG));
        add(603, 1020, ';', oid -> new GeometricType(oid, "box", GeometricType.Shape.BOX));
        add(602, 1019, oid -> new GeometricType(oid, "path", GeometricType.Shape.PATH));
        add(604, 1027, oid -> new GeometricType(oid, "polygon", GeometricType.Shape.POLYGON));
        add(718, 719, oid -> new GeometricType(oid, "circle", GeometricType.Shape.CIRCLE));
    }

    private void system() {
        add(26, 1028, oid -> new SystemType(oid, "oid", SystemType.Layout.UNSIGNED_32));
        add(28, 1011, oid -> new SystemType(oid, "xid", SystemType.Layout.UNSIGNED_32));
        add(29, 1012, oid -> new SystemType(oid, "cid", SystemType.Layout.UNSIGNED_32));
        add(5069, 271, oid -> new SystemType(oid, "xid8", SystemType.Layout.UNSIGNED_64));
        add(27, 1010, oid -> new SystemType(oid, "tid", SystemType.Layout.TID));
        add(3220, 3221, oid -> new SystemType(oid, "pg_lsn", SystemType.Layout.LSN));
    }

    private void textOnly() {
        String money =
                "Cast it in SQL, such as :name::numeric::money; the text of money depends on the server's locale";
        add(790, 791, oid -> new PlainTextType(oid, "money", null, money));
        textOnly(142, 143, "xml");
        textOnly(3614, 3643, "tsvector");
        textOnly(3615, 3645, "tsquery");
        textOnly(3642, 3644, "gtsvector");
        textOnly(4072, 4073, "jsonpath");
        textOnly(24, 1008, "regproc");
        textOnly(2202, 2207, "regprocedure");
        textOnly(2203, 2208, "regoper");
        textOnly(2204, 2209, "regoperator");
        textOnly(2205, 2210, "regclass");
        textOnly(4191, 4192, "regcollation");
        textOnly(2206, 2211, "regtype");
        textOnly(4096, 4097, "regrole");
        textOnly(4089, 4090, "regnamespace");
        textOnly(3734, 3735, "regconfig");
        textOnly(3769, 3770, "regdictionary");
        textOnly(22, 1006, "int2vector");
        textOnly(30, 1013, "oidvector");
        textOnly(1033, 1034, "aclitem");
        textOnly(1790, 2201, "refcursor");
        textOnly(2970, 2949, "txid_snapshot");
        textOnly(5038, 5039, "pg_snapshot");
        textOnly(194, 0, "pg_node_tree");
        textOnly(RECORD, 2287, "record");
        textOnly(VOID, 0, "void");
    }

    private void ranges() {
        range(3904, 3905, 4451, 6150, "int4", 23);
        range(3926, 3927, 4536, 6157, "int8", 20);
        range(3906, 3907, 4532, 6151, "num", 1700);
        range(3908, 3909, 4533, 6152, "ts", 1114);
        range(3910, 3911, 4534, 6153, "tstz", 1184);
        range(3912, 3913, 4535, 6155, "date", 1082);
    }

    private void range(int oid, int arrayOid, int multiOid, int multiArrayOid, String prefix, int subtypeOid) {
        PgType subtype = Objects.requireNonNull(types.get(subtypeOid));
        add(oid, arrayOid, id -> new RangeType(id, prefix + "range", subtype, false));
        add(multiOid, multiArrayOid, id -> new RangeType(id, prefix + "multirange", subtype, true));
    }

    private void textOnly(int oid, int arrayOid, String name) {
        add(oid, arrayOid, id -> new PlainTextType(id, name, null, null));
    }

    private void add(int oid, int arrayOid, IntFunction<PgType> type) {
        add(oid, arrayOid, ',', type);
    }

    private void add(int oid, int arrayOid, char delimiter, IntFunction<PgType> constructor) {
        PgType type = constructor.apply(oid);
        types.put(oid, type);
        if (arrayOid != 0) {
            PgType array = new ArrayType(arrayOid, type.name() + "[]", type, delimiter);
            types.put(arrayOid, array);
            arrays.put(oid, array);
        }
    }
}
