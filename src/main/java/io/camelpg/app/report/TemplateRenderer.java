package io.camelpg.app.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Variables;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.FileTemplateResolver;

/**
 * Renders a Thymeleaf template in which the variables of the exchange are known by their names. Values are escaped where
 * the template says {@code th:text}. A template whose name ends in {@code .txt} gives plain text, any other one HTML.
 * Thread-safe.
 */
public final class TemplateRenderer {
    private static final String CLASSPATH = "classpath:";
    private static final String FILE = "file:";

    private final TemplateEngine engine = new TemplateEngine();
    private final String template;
    private final Locale locale;

    /**
     * @param template {@code file:} and a path, or {@code classpath:} and a resource; read on first use and kept
     * @param locale for dates and numbers, as a language tag such as {@code en} or {@code de-CH}
     * @throws IllegalArgumentException where there is no such template
     */
    public TemplateRenderer(String template, String locale) {
        AbstractConfigurableTemplateResolver resolver;
        if (template.startsWith(FILE)) {
            this.template = template.substring(FILE.length());
            require(Files.isReadable(Path.of(this.template)), template);
            resolver = new FileTemplateResolver();
        } else if (template.startsWith(CLASSPATH)) {
            this.template = template.substring(CLASSPATH.length());
            ClassLoader loader = TemplateRenderer.class.getClassLoader();
            require(loader.getResource(this.template) != null, template);
            resolver = new ClassLoaderTemplateResolver(loader);
        } else {
            throw new IllegalArgumentException("a template is named file:… or classpath:…, not '" + template + "'");
        }
        resolver.setTemplateMode(template.endsWith(".txt") ? TemplateMode.TEXT : TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(resolver);
        this.locale = Locale.forLanguageTag(locale);
    }

    private static void require(boolean present, String template) {
        if (!present) {
            throw new IllegalArgumentException("there is no template '" + template + "'");
        }
    }

    /**
     * @param variables what the template may name
     * @return the page
     */
    public String render(@Variables Map<String, Object> variables) {
        return engine.process(template, new Context(locale, variables));
    }
}
