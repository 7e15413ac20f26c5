package io.camelpg.app.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a body is said to be, before a route does: Vert.x-Web (4.5) compares media types with their case, Camel
 * decodes with whatever charset is named, and neither of them unpacks a body.
 */
final class RequestCheck implements Handler<RoutingContext> {
    private static final int UNSUPPORTED = 415;
    private static final String JSON = "application/json";
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]*)", Pattern.CASE_INSENSITIVE);

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.request().headers();
        String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            HttpAnswers.answer(context, UNSUPPORTED, "the body is compressed; send it as it is");
            return;
        }
        if (type != null) {
            int end = type.indexOf(';') < 0 ? type.length() : type.indexOf(';');
            String media = type.substring(0, end).strip().toLowerCase(Locale.ROOT);
            String parameters = type.substring(end);
            String charset = charset(parameters);
            if (media.equals(JSON) && charset != null && !charset.equalsIgnoreCase("utf-8")) {
                HttpAnswers.answer(context, UNSUPPORTED, "JSON is sent in UTF-8");
                return;
            }
            headers.set(HttpHeaders.CONTENT_TYPE, media.equals(JSON) ? JSON : media + parameters);
        }
        context.next();
    }

    private static @Nullable String charset(String parameters) {
        Matcher charset = CHARSET.matcher(parameters);
        return charset.find() ? charset.group(1) : null;
    }
}
