package io.camelpg.operation.load;

import io.camelpg.operation.TargetColumn;
import io.camelpg.operation.load.schema.NewColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a table notes where its rows come from: positions in the target, -1 for a column that it does not have.
 *
 * @param rawId the row's own id, a UUID
 * @param extractedAt when it was got from its source
 * @param loadedAt when it was written here
 * @param meta what became of its values, as JSON
 * @param generationId which refresh it is part of
 */
public record MetaColumns(int rawId, int extractedAt, int loadedAt, int meta, int generationId) {
    public static final MetaColumns NONE = new MetaColumns(-1, -1, -1, -1, -1);
    public static final String RAW_ID = "raw_id";
    public static final String EXTRACTED_AT = "extracted_at";
    public static final String LOADED_AT = "loaded_at";
    public static final String META = "meta";
    public static final String GENERATION_ID = "generation_id";

    /** The names of all of them. */
    static List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        for (String name : List.of(RAW_ID, EXTRACTED_AT, LOADED_AT, META, GENERATION_ID)) {
            names.add(prefix + name);
        }
        return names;
    }

    /** All of them, as columns of a table that is made. */
    public static List<NewColumn> made(String prefix) {
        List<NewColumn> columns = new ArrayList<>();
        List<String> types = List.of("varchar", "timestamptz", "timestamptz", "jsonb", "bigint");
        List<String> names = names(prefix);
        for (int i = 0; i < types.size(); i++) {
            columns.add(NewColumn.extra(names.get(i), types.get(i)));
        }
        return columns;
    }

    static MetaColumns among(List<TargetColumn> columns, String prefix) {
        List<String> names = columns.stream().map(TargetColumn::name).toList();
        return new MetaColumns(
                names.indexOf(prefix + RAW_ID),
                names.indexOf(prefix + EXTRACTED_AT),
                names.indexOf(prefix + LOADED_AT),
                names.indexOf(prefix + META),
                names.indexOf(prefix + GENERATION_ID));
    }

    public boolean contains(int column) {
        return column == rawId
                || column == extractedAt
                || column == loadedAt
                || column == meta
                || column == generationId;
    }
}
