package io.camelpg.support;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The tests' class path without a library that is optional. */
public final class ClassPath {
    private ClassPath() {}

    /**
     * Runs a function with no other classes, on a new database of the test server.
     *
     * @param library a part of the names of the jars to leave out
     * @param function a class with a public constructor, that takes port and database
     */
    @SuppressWarnings("unchecked")
    public static List<String> without(String library, String function) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader without = new URLClassLoader(urls(library), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(without);
            var application = (BiFunction<Integer, String, List<String>>)
                    without.loadClass(function).getConstructor().newInstance();
            return application.apply(TestPostgres.port(), TestPostgres.createDatabase());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL[] urls(String library) throws MalformedURLException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!new File(entry).getName().contains(library)) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }
}
