package io.camelpg.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts and stops a server by its files.
 *
 * @param binaries where pg_ctl is
 * @param data the server's directory
 */
record PgCtl(Path binaries, Path data) {
    void run(String... command) {
        List<String> line = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root: a user namespace of its own, as the embedded server does it.
            line.addAll(List.of("unshare", "-U"));
        }
        line.addAll(List.of(binaries.resolve("pg_ctl").toString(), "-D", data.toString()));
        line.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", line) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In order: backends are told to go, and roll back. */
    void stop() {
        run("stop", "-m", "fast");
    }

    /** As a crash would: every backend dies at once, and nothing is put in order. */
    void crash() {
        run("stop", "-m", "immediate");
    }

    /** With the options it had; waits until it accepts connections. */
    void startAgain() {
        run("restart", "-w", "-l", data.resolve("restart.log").toString());
    }
}
