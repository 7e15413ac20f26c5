package io.camelpg;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement's text comes from.
 *
 * @param inline whether it stood in the URI itself
 */
record SqlSource(String text, boolean inline) {
    private static final Pattern BEAN = Pattern.compile("#(?:bean:)?(.*)", Pattern.DOTALL);

    /** @throws PgException PG-502 if a resource or bean is not there */
    static SqlSource resolve(CamelContext context, String sql) {
        if (sql.startsWith("file:") || sql.startsWith("classpath:")) {
            try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(context, sql)) {
                return new SqlSource(new String(in.readAllBytes(), StandardCharsets.UTF_8), false);
            } catch (IOException e) {
                throw new PgException(
                        PgErrorCode.NO_SUCH_RESOURCE, "sql=" + sql + " cannot be read", null, hint(sql), e);
            }
        }
        Matcher bean = BEAN.matcher(sql);
        if (bean.matches()) {
            String name = bean.group(1);
            String text = CamelContextHelper.lookup(context, name, String.class);
            if (text == null) {
                throw new PgException(
                        PgErrorCode.NO_SUCH_RESOURCE,
                        "sql=" + sql + ": the registry has no String of that name",
                        null,
                        "Declare it under beans: in YAML, or bind it in the registry",
                        null);
            }
            return new SqlSource(text, false);
        }
        return new SqlSource(sql, true);
    }

    private static @Nullable String hint(String sql) {
        return sql.startsWith("file:")
                ? "Check the path; it is relative to " + System.getProperty("user.dir")
                : "Check the path; it is looked up in the class path";
    }
}
