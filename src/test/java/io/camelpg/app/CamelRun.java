package io.camelpg.app;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the application as {@code camel:run} does (camel-maven-plugin 4.18, RunMojo): in a thread group of its own, with
 * its classes and all it needs in a class loader that is not the JVM's own, whose class path has nothing of either. Has to
 * be a class by itself, because it is all that the JVM's class path has.
 */
public final class CamelRun {
    /** The property that has the application's class path. */
    static final String CLASS_PATH = "camel.run.class-path";

    private CamelRun() {}

    public static void main(String... arguments) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("camel.run.class-path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        ClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]));
        Runnable run = () -> {
            try {
                loader.loadClass("io.camelpg.app.Application")
                        .getMethod("main", String[].class)
                        .invoke(null, new Object[] {arguments});
            } catch (ClassNotFoundException
                    | NoSuchMethodException
                    | IllegalAccessException
                    | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        };
        Thread thread = new Thread(new ThreadGroup("camel:run"), run, "camel:run");
        thread.setContextClassLoader(loader);
        thread.start();
    }
}
