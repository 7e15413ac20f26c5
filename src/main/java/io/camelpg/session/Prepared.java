package io.camelpg.session;

import io.camelpg.type.Format;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Field;
import org.postgresql.core.Query;

/** A statement prepared on one connection. Used by the holder of the lease only. */
final class Prepared {
    private final Query query;
    private final Map<Unit, Query> units = new EnumMap<>(Unit.class);
    private Format @Nullable [] formats;
    private boolean described;

    Prepared(Query query) {
        this.query = query;
    }

    /** Whether its columns were asked for by {@link Conversation#describe}. */
    boolean isDescribed() {
        return described;
    }

    void described() {
        described = true;
    }

    Query query() {
        return query;
    }

    /** The statement with a unit's commands around it; null as long as it was not wanted. */
    @Nullable
    Query within(Unit unit) {
        return units.get(unit);
    }

    void within(Unit unit, Query joined) {
        units.put(unit, joined);
    }

    /**
     * The formats of a result just received. The driver changes its fields in place at a later execution, and rows are
     * decoded after the connection went back, so they are copied; the copy is kept as long as nothing changed.
     */
    Format[] formats(Field[] fields) {
        Format[] known = formats;
        if (known != null && known.length == fields.length && same(known, fields)) {
            return known;
        }
        Format[] copied = new Format[fields.length];
        for (int i = 0; i < fields.length; i++) {
            copied[i] = format(fields[i]);
        }
        formats = copied;
        return copied;
    }

    private static boolean same(Format[] known, Field[] fields) {
        for (int i = 0; i < fields.length; i++) {
            if (known[i] != format(fields[i])) {
                return false;
            }
        }
        return true;
    }

    private static Format format(Field field) {
        return field.getFormat() == Field.BINARY_FORMAT ? Format.BINARY : Format.TEXT;
    }
}
