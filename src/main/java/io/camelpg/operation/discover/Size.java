package io.camelpg.operation.discover;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows and bytes of a table; of a partitioned one those of its partitions together. Null is what is not known. */
final class Size {
    private static final String PARTITIONED = "p";
    private static final String FOREIGN = "f";

    private final List<FoundTable> parts;
    private @Nullable Long rows;
    private @Nullable Long tableBytes;
    private @Nullable Long indexBytes = 0L;
    private String kind = "";

    Size(List<FoundTable> parts) {
        this.parts = parts;
    }

    void of(Node relation) {
        kind = relation.text("kind");
        rows = relation.number("rows");
        tableBytes = relation.number("bytes");
    }

    void addIndex(Node index) {
        indexBytes = sum(indexBytes, index.number("bytes"));
    }

    /** As of the last ANALYZE or VACUUM of each. */
    @Nullable
    Long rows() {
        Long together = kind.equals(PARTITIONED) && !parts.isEmpty() ? together(Size::rows, false) : rows;
        return together == null ? rows : together;
    }

    /** With its TOAST table. */
    @Nullable
    Long tableBytes() {
        return kind.equals(PARTITIONED) ? together(Size::tableBytes, true) : tableBytes;
    }

    @Nullable
    Long indexBytes() {
        if (kind.equals(PARTITIONED)) {
            return together(Size::indexBytes, true);
        }
        return tableBytes == null ? null : indexBytes;
    }

    @Nullable
    Long totalBytes() {
        return sum(tableBytes(), indexBytes());
    }

    /** @param local whether foreign tables, which are elsewhere, do not count */
    private @Nullable Long together(Function<Size, @Nullable Long> figure, boolean local) {
        Long sum = 0L;
        for (FoundTable part : parts) {
            if (!local || !part.size().kind.equals(FOREIGN)) {
                sum = sum(sum, figure.apply(part.size()));
            }
        }
        return sum;
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        return a == null || b == null ? null : Long.valueOf(a + b);
    }
}
