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

/** The SSH library is optional: nothing needs it but a tunnel, which says so at start. */
class WithoutSshdIT {
    private static URL[] classPathWithoutSshd() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!new File(entry).getName().contains("sshd")) {
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
                new URLClassLoader(classPathWithoutSshd(), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(without);
            var application = (BiFunction<Integer, String, List<String>>)
                    without.loadClass("io.camelpg.WithoutSshd").getConstructor().newInstance();
            List<String> answers = application.apply(TestPostgres.port(), TestPostgres.createDatabase());
            assertThat(answers.get(0)).isEqualTo("42");
            assertThat(answers.get(1))
                    .contains("PG-501", "ssh-host needs Apache MINA SSHD", "org.apache.sshd:sshd-core")
                    .doesNotContain("c4nary");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
