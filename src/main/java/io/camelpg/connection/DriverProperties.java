package io.camelpg.connection;

import io.camelpg.connection.ParameterUse.Allowed;
import io.camelpg.connection.ParameterUse.Ours;
import io.camelpg.connection.ParameterUse.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every property that the driver has ("Connecting to the Database" in its documentation, and {@code PGProperty}), and
 * whether a configuration may set it. A test fails where a new driver has one that is not here.
 */
final class DriverProperties {
    private static final Map<String, ParameterUse> USES = new LinkedHashMap<>();

    static {
        allow(ParameterValue.yesOrNo(), "binaryTransfer", "hideUnprivilegedObjects", "tcpKeepAlive", "tcpNoDelay");
        allow(ParameterValue.types(), "binaryTransferDisable", "binaryTransferEnable");
        // A call that is at its end waits for its cancel request; 0 would be for ever.
        allow(ParameterValue.whole("seconds", 1, 10), "cancelSignalTimeout");
        allow(
                ParameterValue.whole("numbers", 0, 1_000_000),
                "databaseMetadataCacheFields",
                "databaseMetadataCacheFieldsMiB");
        allow(ParameterValue.whole("bytes", 8192, 64 << 20), "maxSendBufferSize");
        allow(ParameterValue.whole("bytes", 1, Integer.MAX_VALUE), "receiveBufferSize", "sendBufferSize");
        allow(ParameterValue.logins(), "requireAuth");
        allow(ParameterValue.whole("numbers", 1, 100_000_000), "scramMaxIterations");
        // The driver counts it in milliseconds, in an int.
        allow(ParameterValue.whole("seconds", 0, Integer.MAX_VALUE / 1000), "socketTimeout");
        // 0 would be for ever.
        allow(ParameterValue.whole("milliseconds", 1, Integer.MAX_VALUE), "sslResponseTimeout");
        allow(ParameterValue.whole("numbers", 0, Integer.MAX_VALUE), "unknownLength");

        ours("application-name", "ApplicationName");
        ours("channel-binding", "channelBinding");
        ours("connect-timeout", "connectTimeout", "loginTimeout");
        ours("database", "PGDBNAME");
        ours("host", "PGHOST");
        ours("password", "password");
        ours("port", "PGPORT");
        ours("schema", "currentSchema");
        ours("ssl-cert", "sslcert");
        ours("ssl-key", "sslkey");
        ours("ssl-key-password", "sslpassword");
        ours("ssl-mode", "ssl", "sslmode");
        ours("ssl-root-cert", "sslrootcert");
        ours("username", "user");
        ours("", "assumeMinServerVersion", "logServerErrorDetail", "options");

        refuse(
                "it names a class to load",
                "authenticationPluginClassName",
                "classLoaderStrategy",
                "connectExecutor",
                "connectExecutorArg",
                "socketFactory",
                "socketFactoryArg",
                "sslfactory",
                "sslfactoryarg",
                "sslhostnameverifier",
                "sslpasswordcallback",
                "xmlFactoryFactory");
        refuse("it names a file to write", "loggerFile");
        refuse(
                "it would log statements and values; the log goes through SLF4J",
                "loggerLevel",
                "logUnclosedConnections");
        refuse("it takes settings from a file, those that are fixed here among them", "service");
        refuse("keys are read by the component, of whatever algorithm", "pemKeyAlgorithm");
        refuse(
                "logins through GSSAPI and SSPI are not supported",
                "gssEncMode",
                "gsslib",
                "gssResponseTimeout",
                "gssUseDefaultCreds",
                "jaasApplicationName",
                "jaasLogin",
                "kerberosServerName",
                "sspiServiceClass",
                "useSpnego");
        refuse(
                "which server is used is chosen here, of those in host and read-host: see replicas.md",
                "hostRecheckSeconds",
                "loadBalanceHosts",
                "targetServerType");
        refuse("which way packets leave this machine is the system's to say", "localSocketAddress");
        refuse(
                "a result that is larger leaves the driver's connection out of step with the server; maxRows limits rows",
                "maxResultBuffer");
        refuse(
                "it changes the protocol that the component counts on",
                "groupStartupParameters",
                "preferQueryMode",
                "protocolVersion",
                "replication",
                "sslNegotiation");
        refuse(
                "how statements are prepared, sent and fetched is the component's to choose",
                "adaptiveFetch",
                "adaptiveFetchMaximum",
                "adaptiveFetchMinimum",
                "defaultRowFetchSize",
                "escapeSyntaxCallMode",
                "flushCacheOnDdl",
                "preparedStatementCacheQueries",
                "preparedStatementCacheSizeMiB",
                "prepareThreshold",
                "queryTimeout",
                "quoteReturningIdentifiers",
                "reWriteBatchedInserts",
                "reWriteBatchedInsertsSize");
        refuse(
                "it changes what a failed statement leaves, or what a transaction may do",
                "autosave",
                "cleanupSavepoints",
                "readOnly",
                "readOnlyMode");
        refuse(
                "it changes what values and names are read and sent as",
                "allowEncodingChanges",
                "convertBooleanToNumeric",
                "disableColumnSanitiser",
                "stringtype");
    }

    private DriverProperties() {}

    private static void allow(ParameterValue value, String... names) {
        add(new Allowed(value), names);
    }

    /** @param option empty where it is none of a connection's, and the component sets the property itself */
    private static void ours(String option, String... names) {
        add(new Ours(option), names);
    }

    private static void refuse(String reason, String... names) {
        add(new Refused(reason), names);
    }

    private static void add(ParameterUse use, String... names) {
        for (String name : names) {
            if (USES.put(name, use) != null) {
                throw new IllegalStateException(name + " has two uses");
            }
        }
    }

    /** Null for what is no property of the driver. Names are compared as they are, as the driver does. */
    static @Nullable ParameterUse use(String name) {
        return USES.get(name);
    }

    static Map<String, ParameterUse> all() {
        return Map.copyOf(USES);
    }
}
