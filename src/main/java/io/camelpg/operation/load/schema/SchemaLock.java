package io.camelpg.operation.load.schema;

import io.camelpg.session.Session;
import io.camelpg.session.StatementPlan;
import io.camelpg.sql.ShortName;
import io.camelpg.type.TypeCatalog;
import org.jspecify.annotations.Nullable;

/**
 * Lets one transaction at a time change a table of some name, and others wait for its end: CREATE … IF NOT EXISTS of two at
 * once fails one of them. Advisory, so nobody else is kept from anything; ends with the transaction, so that a pooler may
 * give the session to others behind it.
 */
final class SchemaLock {
    private static final int INT8 = 20;
    private static final int HEXADECIMAL = 16;
    private static final StatementPlan LOCK = StatementPlan.system(
            "SELECT pg_catalog.pg_advisory_xact_lock($1)", TypeCatalog.builtIn().get(INT8));

    private SchemaLock() {}

    /** Whatever their schema, tables of one name have one lock, for a search path may mean either. */
    static void ofTable(Session session, String name) {
        lock(session, "camel-pg table " + name);
    }

    /** To be taken behind that of the table. */
    static void ofSchema(Session session, String name) {
        lock(session, "camel-pg schema " + name);
    }

    private static void lock(Session session, String what) {
        long key = Long.parseUnsignedLong(ShortName.hash(what).substring(0, HEXADECIMAL), HEXADECIMAL);
        session.within(LOCK, new @Nullable Object[] {key});
    }
}
