package io.camelpg;

import com.fasterxml.jackson.core.TreeNode;
import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import io.camelpg.operation.SourceRow;
import io.camelpg.type.JsonDocuments;
import io.camelpg.type.Utf8;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a body: a Map, a record, a bean or a JSON object; many of them in a collection, iterator or array; JSON
 * documents as text or stream. Read as they are asked for, by one thread.
 */
final class BodyRows implements Iterator<SourceRow> {
    private final Exchange exchange;
    private final Iterator<?> elements;
    private final @Nullable Predicate deleteWhen;

    private BodyRows(Exchange exchange, Iterator<?> elements, @Nullable Predicate deleteWhen) {
        this.exchange = exchange;
        this.elements = elements;
        this.deleteWhen = deleteWhen;
    }

    /** @throws PgException PG-106 for a body that is no row and has none */
    static Iterator<SourceRow> of(Exchange exchange, @Nullable Predicate deleteWhen) {
        return new BodyRows(exchange, elements(exchange, exchange.getMessage().getBody()), deleteWhen);
    }

    /** @throws PgException PG-106 for a body that is neither text nor a stream, PG-302 for half a surrogate pair */
    static InputStream text(Exchange exchange, BodyFormat format) {
        return exchange.getMessage().getBody() instanceof CharSequence text
                ? new ByteArrayInputStream(Utf8.encode(text.toString()))
                : bytes(exchange, format);
    }

    /** @throws PgException PG-106 for a body that is neither bytes nor a stream */
    static InputStream bytes(Exchange exchange, BodyFormat format) {
        Object body = exchange.getMessage().getBody();
        if (body != null && isStream(body)) {
            return stream(exchange, body);
        }
        throw new PgException(
                PgErrorCode.INVALID_BODY,
                "format=" + format + " takes " + (format == BodyFormat.csv ? "text, " : "") + "bytes or a stream; got "
                        + (body == null ? "null" : body.getClass().getTypeName()));
    }

    static boolean isStream(@Nullable Object body) {
        return body instanceof byte[]
                || body instanceof InputStream
                || body instanceof Reader
                || (body instanceof StreamCache && !(body instanceof Iterator))
                || body instanceof WrappedFile
                || body instanceof File
                || body instanceof Path;
    }

    private static Iterator<?> elements(Exchange exchange, @Nullable Object body) {
        if (body instanceof CharSequence text) {
            return JsonDocuments.of(text.toString());
        }
        if (body != null && isStream(body)) {
            return JsonDocuments.of(stream(exchange, body));
        }
        if (body instanceof TreeNode node) {
            Object plain = JsonDocuments.of(node);
            return plain instanceof Iterable<?> documents
                    ? documents.iterator()
                    : Collections.singletonList(plain).iterator();
        }
        if (body instanceof Iterable<?> iterable) {
            return iterable.iterator();
        }
        if (body instanceof Iterator<?> iterator) {
            return iterator;
        }
        if (body instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        if (body == null || NamedValues.fields(body) == null) {
            throw new PgException(
                    PgErrorCode.INVALID_BODY,
                    "the operation takes a Map, a record, a bean or JSON, or many of them in a collection, iterator, array or"
                            + " stream; got "
                            + (body == null ? "null" : body.getClass().getTypeName()));
        }
        return Collections.singletonList(body).iterator();
    }

    static InputStream stream(Exchange exchange, Object body) {
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        InputStream stream = exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, body);
        if (stream == null) {
            throw new PgException(
                    PgErrorCode.INVALID_BODY, body.getClass().getTypeName() + " cannot be read as a stream");
        }
        return stream;
    }

    @Override
    public boolean hasNext() {
        return elements.hasNext();
    }

    @Override
    public SourceRow next() {
        Object element;
        try {
            element = elements.next();
        } catch (PgException e) {
            if (elements instanceof JsonDocuments documents && documents.goesOn()) {
                return SourceRow.unreadable(null, e);
            }
            throw e;
        }
        return row(element);
    }

    private SourceRow row(@Nullable Object element) {
        Object row = element;
        if (element instanceof TreeNode node) {
            row = JsonDocuments.of(node);
        } else if (element instanceof CharSequence text) {
            try {
                JsonDocuments documents = JsonDocuments.of(text.toString());
                row = documents.hasNext() ? documents.next() : null;
            } catch (PgException e) {
                return SourceRow.unreadable(element, e);
            }
        }
        Map<?, ? extends @Nullable Object> fields = row == null ? null : NamedValues.fields(row);
        if (row == null || fields == null) {
            return SourceRow.unreadable(
                    element,
                    new PgException(
                            PgErrorCode.INVALID_BODY,
                            "it has no named values, being "
                                    + (row == null ? "null" : row.getClass().getTypeName())));
        }
        return new SourceRow(element, fields, deletes(row), null);
    }

    private boolean deletes(Object row) {
        if (deleteWhen == null) {
            return false;
        }
        Message message = exchange.getMessage();
        Object whole = message.getBody();
        message.setBody(row);
        try {
            return deleteWhen.matches(exchange);
        } finally {
            message.setBody(whole);
        }
    }
}
