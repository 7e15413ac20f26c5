package io.camelpg.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.main.Main;

/** Camel's Main, not started yet, whose component is connected to a database of the shared server. */
public final class ExampleMain {
    private ExampleMain() {}

    public static Main on(String database) {
        Main main = new Main();
        main.addInitialProperty("camel.component.pg.host", "localhost");
        main.addInitialProperty("camel.component.pg.port", String.valueOf(TestPostgres.port()));
        main.addInitialProperty("camel.component.pg.username", "postgres");
        main.addInitialProperty("camel.component.pg.database", database);
        return main;
    }

    /** With routes in YAML, which are put into a file of the directory. */
    public static Main on(String database, Path directory, String routes) {
        Main main = on(database);
        try {
            main.addInitialProperty(
                    "camel.main.routes-include-pattern",
                    "file:" + Files.writeString(directory.resolve("route.yaml"), routes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return main;
    }
}
