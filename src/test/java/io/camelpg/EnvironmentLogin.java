package io.camelpg;

import org.apache.camel.main.Main;

/** A JVM of its own, because a JVM cannot set its variables: says who it connects as by the given properties file. */
public final class EnvironmentLogin {
    private EnvironmentLogin() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("user=" + user(arguments[0]));
    }

    static Object user(String properties) throws Exception {
        Main main = new Main();
        main.setPropertyPlaceholderLocations("file:" + properties);
        main.start();
        try {
            return main.getCamelContext()
                    .createProducerTemplate()
                    .requestBody("pg:query?outputType=scalar&sql=SELECT current_user::text", (Object) null);
        } finally {
            main.stop();
        }
    }
}
