package io.camelpg.operation;

import io.camelpg.sql.SqlScript;
import io.camelpg.sql.SqlTemplate;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one message brings along. Used by one thread. */
public interface Arguments {
    /** Text of a statement that the message carries and the endpoint allows; null to take the endpoint's own. */
    @Nullable
    String sql();

    /** Name of the table that the message carries in a header and the endpoint allows; null for none. */
    @Nullable
    String table();

    /** The fields of the body, where it is a Map, a bean or a JSON object; null for anything else. */
    @Nullable
    Map<?, ?> request();

    /**
     * A value for each placeholder, in order; null is NULL.
     *
     * @throws io.camelpg.error.PgException PG-101 if one is missing, PG-102 if positional ones are too few or too many
     */
    @Nullable
    Object[] values(SqlTemplate template);

    /**
     * As {@link #values(SqlTemplate)}, where some placeholders need no value: they are NULL then.
     *
     * @param optional names
     */
    @Nullable
    Object[] values(SqlTemplate template, Set<String> optional);

    /**
     * The values for each statement of a script, in the order of its placeholders; what several statements use is looked up
     * once.
     *
     * @throws io.camelpg.error.PgException as {@link #values(SqlTemplate)}
     */
    List<@Nullable Object[]> values(SqlScript script);

    /** The elements of the body, each a set of parameters for {@link #values(SqlTemplate, Object)}. */
    Iterator<? extends @Nullable Object> elements();

    /** As {@link #values(SqlTemplate)}, with an element of a batch in the body's place. */
    @Nullable
    Object[] values(SqlTemplate template, @Nullable Object element);

    /**
     * What an option of the endpoint that is an expression says of this message.
     *
     * @param option its name
     * @return null where the option is not set, or gives nothing
     */
    @Nullable
    Object option(String option);

    /**
     * The rows of the body, for verbs that write a table, read as they are asked for.
     *
     * @throws io.camelpg.error.PgException PG-106 if the body has no rows
     */
    Iterator<SourceRow> rows();

    /** The columns that the rows had where they were read before, as {@code CamelPgColumns} describes them; empty for none. */
    List<Map<?, ?>> columns();

    /**
     * The body as the bytes of a text, read as they are asked for.
     *
     * @throws io.camelpg.error.PgException PG-106 if it is neither text nor a stream
     */
    InputStream text();

    /**
     * The body as what a notification carries: text as it is, JSON of what has parts; empty for none.
     *
     * @throws io.camelpg.error.PgException PG-106 for a stream that cannot be read, PG-301 for a kind that has no text
     */
    String payload();
}
