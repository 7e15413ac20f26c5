package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.TestPostgres;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Micrometer is optional: the component works in an application that does not have it. */
class WithoutMicrometerIT {
    private static URL[] classPathWithoutMicrometer() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!new File(entry).getName().contains("micrometer")) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    @Test
    @SuppressWarnings("unchecked")
    void theComponentWorks() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader without =
                new URLClassLoader(classPathWithoutMicrometer(), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(without);
            var application =
                    (BiFunction<Integer, String, List<String>>) without.loadClass("io.camelpg.WithoutMicrometer")
                            .getConstructor()
                            .newInstance();
            assertThat(application.apply(TestPostgres.port(), TestPostgres.createDatabase()))
                    .containsExactly("micrometer=false", "42", "PG-206");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void itIsThereInTheOtherTests() {
        assertThat(new WithoutMicrometer().apply(TestPostgres.port(), TestPostgres.createDatabase()))
                .containsExactly("micrometer=true", "42", "PG-206");
    }
}
