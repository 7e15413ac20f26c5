package io.camelpg.operation.discover;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a discovery is given as. */
public enum Form {
    MAP {
        @Override
        Object of(Map<String, @Nullable Object> database) {
            return database;
        }
    },
    JSON {
        @Override
        Object of(Map<String, @Nullable Object> database) {
            return JsonDocument.of(database);
        }
    },
    MARKDOWN {
        @Override
        Object of(Map<String, @Nullable Object> database) {
            return MarkdownPage.of(new Node(database));
        }
    },
    MERMAID {
        @Override
        Object of(Map<String, @Nullable Object> database) {
            return EntityDiagram.of(new Node(database));
        }
    };

    abstract Object of(Map<String, @Nullable Object> database);
}
