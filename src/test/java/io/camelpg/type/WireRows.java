package io.camelpg.type;

import io.camelpg.row.Column;
import io.camelpg.row.Columns;
import io.camelpg.row.RowStream;
import io.camelpg.type.WireSession.Value;
import java.util.List;

/** A column of values as they came from the wire, as rows. */
final class WireRows implements RowStream {
    private final Columns columns;
    private final List<Value> values;
    private final Format format;
    private int next;

    /** @param sample has the type, its modifier and the format of all of them */
    WireRows(Value sample, List<Value> values) {
        this.columns = new Columns(List.of(new Column("v", sample.type(), sample.typmod(), true, null)));
        this.format = sample.format();
        this.values = values;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public boolean advance() {
        return next++ < values.size();
    }

    @Override
    public byte[] value(int column) {
        return values.get(next - 1).bytes();
    }

    @Override
    public Format format(int column) {
        return format;
    }

    @Override
    public long position() {
        return next;
    }

    @Override
    public long total() {
        return -1;
    }

    @Override
    public boolean truncated() {
        return false;
    }

    @Override
    public void close() {}
}
