package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JBangTest {
    @Test
    void theReadmesCommand() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            execute(server, "postgres", "CREATE ROLE app LOGIN PASSWORD 'of the user app'");
            execute(server, "postgres", "CREATE DATABASE shop OWNER app");
            execute(
                    server,
                    "shop",
                    "CREATE TABLE orders (status text); ALTER TABLE orders OWNER TO app;"
                            + " INSERT INTO orders VALUES ('new'), ('new')");
            Process camel = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dpostgres.port=" + server.getPort(),
                            "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                            "-classpath",
                            System.getProperty("java.class.path"),
                            JBang.class.getName(),
                            "run",
                            "route.camel.yaml",
                            "application.properties",
                            "--dep=mvn:io.camelpg:camel-pg:" + System.getProperty("camel-pg.version"),
                            "--max-messages=1",
                            "--logging-color=false"))
                    .redirectErrorStream(true)
                    .start();
            String log = new String(camel.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, camel.waitFor(), log);
            assertTrue(log.contains("[{status=new, orders=2}]"), log);
        }
    }

    private static void execute(EmbeddedPostgres server, String database, String sql) throws Exception {
        try (var connection = server.getDatabase("postgres", database).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
