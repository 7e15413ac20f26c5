package io.camelpg.operation.discover;

import io.camelpg.row.ColumnIndex;
import io.camelpg.row.Row;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of each kind of Map in a discovery, in order. Thousands of Maps of a kind share them. */
@SuppressWarnings("ImmutableEnumChecker") // an index never changes
enum Shape {
    DATABASE("database", "version", "user", "schemas", "issue"),
    SCHEMA("name", "quoted", "owner", "comment", "readable", "tables", "enums", "domains", "issue"),
    TABLE(
            "name",
            "quoted",
            "kind",
            "owner",
            "comment",
            "readable",
            "writable",
            "privileges",
            "rowSecurity",
            "estimatedRows",
            "tableBytes",
            "indexBytes",
            "totalBytes",
            "columns",
            "primaryKey",
            "uniqueKeys",
            "foreignKeys",
            "referencedBy",
            "checks",
            "indexes",
            "partitionKey",
            "partitions",
            "partitionOf",
            "inherits",
            "issue"),
    COLUMN(
            "name",
            "quoted",
            "type",
            "declaredType",
            "length",
            "precision",
            "scale",
            "nullable",
            "writable",
            "default",
            "generated",
            "identity",
            "collation",
            "comment",
            "issue"),
    PRIMARY_KEY("name", "columns", "deferrable"),
    UNIQUE_KEY(
            "name", "constraint", "columns", "expressions", "partial", "predicate", "nullsNotDistinct", "deferrable"),
    INDEX(
            "name",
            "method",
            "unique",
            "primary",
            "exclusion",
            "constraint",
            "columns",
            "included",
            "expressions",
            "partial",
            "predicate",
            "valid",
            "bytes",
            "definition"),
    CHECK("name", "definition", "validated"),
    FOREIGN_KEY(
            "name",
            "columns",
            "referencedSchema",
            "referencedTable",
            "referencedColumns",
            "onUpdate",
            "onDelete",
            "match",
            "deferrable",
            "initiallyDeferred",
            "validated",
            "inherited"),
    REFERENCE("name", "schema", "table", "columns", "referencedColumns", "onUpdate", "onDelete"),
    PARTITION("schema", "name", "bound"),
    PARENT("schema", "name"),
    ENUM("name", "quoted", "comment", "values"),
    DOMAIN("name", "quoted", "comment", "baseType", "nullable", "default", "checks"),
    DOMAIN_CHECK("name", "definition");

    private final ColumnIndex index;

    Shape(String... keys) {
        index = new ColumnIndex(List.of(keys));
    }

    /** An immutable Map with these values, one for each key. */
    Map<String, @Nullable Object> map(@Nullable Object... values) {
        if (values.length != index.size()) {
            throw new IllegalArgumentException(this + " has " + index.size() + " keys, not " + values.length);
        }
        return Collections.unmodifiableMap(new Row(index, values));
    }

    /** The same keys out of what the server said. */
    Map<String, @Nullable Object> of(Node node) {
        @Nullable Object[] values = new @Nullable Object[index.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.value(index.name(i));
        }
        return map(values);
    }
}
