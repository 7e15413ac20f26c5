package io.camelpg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The ways a statement gets from a route's author into an endpoint; each adds a route {@code direct:<id>}. */
enum SqlWay {
    YAML_URI("YAML `uri:`") {
        @Override
        void add(CamelContext context, String id, String sql) throws Exception {
            yaml(context, id, "        uri: " + quoted(ENDPOINT + sql));
        }
    },
    YAML_PARAMETERS("YAML `parameters:`") {
        @Override
        void add(CamelContext context, String id, String sql) throws Exception {
            yaml(
                    context,
                    id,
                    "        uri: pg:query\n        parameters:\n          outputType: scalar\n          sql: "
                            + quoted(sql));
        }
    },
    JAVA("Java `to()`") {
        @Override
        void add(CamelContext context, String id, String sql) throws Exception {
            java(context, id, ENDPOINT + sql, false);
        }
    },
    RAW("`RAW()`") {
        @Override
        void add(CamelContext context, String id, String sql) throws Exception {
            java(context, id, ENDPOINT + "RAW(" + sql + ")", false);
        }
    },
    TO_D("`toD()`") {
        @Override
        void add(CamelContext context, String id, String sql) throws Exception {
            java(context, id, ENDPOINT + sql, true);
        }
    },
    PROPERTY("`{{property}}`") {
        @Override
        void add(CamelContext context, String id, String sql) throws Exception {
            context.getPropertiesComponent().addOverrideProperty(id, sql);
            java(context, id, ENDPOINT + "{{" + id + "}}", false);
        }
    },
    BEAN("`#bean:`") {
        @Override
        void add(CamelContext context, String id, String sql) throws Exception {
            context.getRegistry().bind(id, sql);
            java(context, id, ENDPOINT + "#bean:" + id, false);
        }
    },
    FILE("`file:`") {
        @Override
        void add(CamelContext context, String id, String sql) throws Exception {
            java(context, id, ENDPOINT + "file:" + written(id, sql), false);
        }
    },
    CLASSPATH("`classpath:`") {
        @Override
        void add(CamelContext context, String id, String sql) throws Exception {
            java(context, id, ENDPOINT + "classpath:" + written(id, sql).getFileName(), false);
        }
    };

    private static final String ENDPOINT = "pg:query?outputType=scalar&sql=";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger IDS = new AtomicInteger();

    private final String title;

    SqlWay(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    static String nextId() {
        return "corpus" + IDS.incrementAndGet();
    }

    abstract void add(CamelContext context, String id, String sql) throws Exception;

    private static void java(CamelContext context, String id, String uri, boolean dynamic) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                if (dynamic) {
                    from("direct:" + id).routeId(id).toD(uri);
                } else {
                    from("direct:" + id).routeId(id).to(uri);
                }
            }
        });
    }

    private static void yaml(CamelContext context, String id, String to) throws Exception {
        String text = "- route:\n    id: " + id + "\n    from:\n      uri: direct:" + id
                + "\n      steps:\n      - to:\n" + to.indent(2);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(id + ".camel.yaml", text.replace("\n\n", "\n")));
    }

    /** A JSON string is a YAML string, too. */
    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Among the test classes, so that it is in the class path as well. */
    private static Path written(String id, String sql) throws Exception {
        try {
            Path classes = Path.of(SqlWay.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path file = classes.resolve(id + ".sql");
            file.toFile().deleteOnExit();
            return Files.writeString(file, sql);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
