package io.camelpg.connection.ssh;

import io.camelpg.error.PgErrorCode;
import io.camelpg.error.PgException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What an option holds itself, or a file that it names.
 *
 * @param source for errors: the file, or that it is the option's own text
 */
record SshText(String text, String source) {
    private static final Pattern KNOWN_HOSTS_LINE = Pattern.compile("(?s).*\\s(?:ssh|ecdsa|sk)-\\S+\\s+\\S.*");

    static SshText key(String where, String value) {
        return value.contains("-----BEGIN") ? new SshText(value, "the text of ssh-key") : file(where, "ssh-key", value);
    }

    static SshText knownHosts(String where, String value) {
        return KNOWN_HOSTS_LINE.matcher(value).matches()
                ? new SshText(value, "the text of ssh-known-hosts")
                : file(where, "ssh-known-hosts", value);
    }

    /** The value is not shown where it can be a key that lacks its first line. */
    private static SshText file(String where, String option, String name) {
        if (name.length() > 1000 || name.contains("\n")) {
            throw unreadable(where + ": " + option + " is neither the name of a file nor a text of that kind");
        }
        String source = option + "=" + name;
        try {
            return new SshText(Files.readString(Path.of(name)), source);
        } catch (NoSuchFileException e) {
            throw unreadable(where + ": " + source + " does not exist");
        } catch (IOException e) {
            throw unreadable(
                    where + ": " + source + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static PgException unreadable(String detail) {
        return new PgException(PgErrorCode.TUNNEL_REFUSED, detail);
    }
}
