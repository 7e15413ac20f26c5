package io.camelpg.operation.load;

import io.camelpg.type.OutputBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is noted of a row as JSON: {@code {"changes":[{"field":…,"change":"NULLED","reason":…}],"batch":…}}. */
final class RowMeta {
    /**
     * A value that could not be kept as it was.
     *
     * @param field the name of its column
     * @param reason an SQLSTATE, or a code of ours; never the value
     */
    record Change(String field, String reason) {}

    private static final String UNCHANGED = "{\"changes\":[]}";

    private RowMeta() {}

    static String json(List<Change> changes, @Nullable String batch) {
        if (changes.isEmpty() && batch == null) {
            return UNCHANGED;
        }
        OutputBuffer out = new OutputBuffer();
        out.ascii("{\"changes\":[");
        for (int i = 0; i < changes.size(); i++) {
            out.ascii(i == 0 ? "{\"field\":" : ",{\"field\":");
            out.jsonString(changes.get(i).field());
            out.ascii(",\"change\":\"NULLED\",\"reason\":");
            out.jsonString(changes.get(i).reason());
            out.write('}');
        }
        out.write(']');
        if (batch != null) {
            out.ascii(",\"batch\":");
            out.jsonString(batch);
        }
        out.write('}');
        return out.toString();
    }
}
