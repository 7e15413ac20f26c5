package io.camelpg.connection;

import io.camelpg.error.Problems;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The driver properties a configuration may set. An allowlist: whatever could move the connection to another server,
 * load a class, read a file, write a log or weaken what the component promises is not on it.
 */
public final class JdbcParameters {
    /** Names as in the driver's documentation ("Connecting to the Database"). */
    public static final Set<String> ALLOWED = Set.of(
            "binaryTransfer",
            "binaryTransferDisable",
            "binaryTransferEnable",
            "cancelSignalTimeout",
            "channelBinding",
            "connectTimeout",
            "databaseMetadataCacheFields",
            "databaseMetadataCacheFieldsMiB",
            "gssEncMode",
            "hideUnprivilegedObjects",
            "loadBalanceHosts",
            "hostRecheckSeconds",
            "loginTimeout",
            "maxResultBuffer",
            "maxSendBufferSize",
            "receiveBufferSize",
            "sendBufferSize",
            "socketTimeout",
            "sslResponseTimeout",
            "targetServerType",
            "tcpKeepAlive",
            "tcpNoDelay",
            "unknownLength");

    private JdbcParameters() {}

    /** Parses {@code key=value&key=value}; every fault is added to the problems. */
    public static Map<String, String> parse(String text, Problems problems) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (text.isBlank()) {
            return parameters;
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                problems.add("jdbc-parameters takes key=value pairs joined by &");
                continue;
            }
            String key = pair.substring(0, equals).trim();
            String value = decoded(pair.substring(equals + 1), key, problems);
            if (!ALLOWED.contains(key)) {
                problems.add("jdbc-parameters does not allow '" + printable(key) + "'; allowed are "
                        + String.join(", ", ALLOWED.stream().sorted().toList()));
            } else if (value.chars().anyMatch(Character::isISOControl)) {
                problems.add("jdbc-parameters: the value of '" + key + "' has a control character");
            } else if (parameters.put(key, value) != null) {
                problems.add("jdbc-parameters has '" + key + "' twice");
            }
        }
        return parameters;
    }

    private static String decoded(String value, String key, Problems problems) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            problems.add("jdbc-parameters: the value of '" + printable(key) + "' is not URL encoded");
            return "";
        }
    }

    private static String printable(String key) {
        return key.replaceAll("\\p{Cntrl}", "?");
    }
}
