package io.camelpg.operation.load;

import io.camelpg.error.PgException;
import io.camelpg.operation.KnownTables;
import io.camelpg.operation.SchemaChange;
import io.camelpg.operation.SourceRow;
import io.camelpg.operation.TableInUse;
import io.camelpg.session.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that stays as it is: fields without a column are the rows' problem. */
final class KnownTable implements TableOfCall {
    private final KnownTables<LoadTarget> tables;
    private final Session session;
    private final TableInUse<LoadTarget> table;

    KnownTable(KnownTables<LoadTarget> tables, Session session) {
        this.tables = tables;
        this.session = session;
        this.table = new TableInUse<>(tables, session, LoadTarget::relation);
    }

    @Override
    public LoadTarget get() {
        return table.get();
    }

    @Override
    public boolean seesFirst() {
        return false;
    }

    @Override
    public void see(SourceRow row) {
        // whatever it is
    }

    @Override
    public void see(List<String> fields) {
        // whatever they are
    }

    @Override
    public void fit(boolean more) {
        // as it is
    }

    @Override
    public boolean renew() {
        return table.renew();
    }

    @Override
    public boolean isOtherNow(PgException failure) {
        return table.isOtherNow(failure);
    }

    @Override
    public void forget() {
        tables.forget(session);
    }

    @Override
    public void committed() {
        // nothing was done to it
    }

    @Override
    public void undone() {
        // nothing was done to it
    }

    @Override
    public @Nullable List<SchemaChange> changes() {
        return null;
    }
}
