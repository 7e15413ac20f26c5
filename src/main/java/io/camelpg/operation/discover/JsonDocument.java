package io.camelpg.operation.discover;

import io.camelpg.type.ParameterSink;
import io.camelpg.type.TypeCatalog;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A discovery as JSON, with the keys of its Maps. */
final class JsonDocument implements ParameterSink {
    private static final int JSON = 114;

    private String text = "";

    private JsonDocument() {}

    static String of(Map<String, @Nullable Object> database) {
        JsonDocument document = new JsonDocument();
        TypeCatalog.builtIn().get(JSON).bind(database, document);
        return document.text;
    }

    @Override
    public void text(String value) {
        text = value;
    }

    @Override
    public void binary(byte[] value) {
        throw new IllegalStateException("json is text");
    }
}
