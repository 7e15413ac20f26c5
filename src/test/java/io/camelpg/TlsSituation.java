package io.camelpg;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a client finds at the other end, and what becomes of it in each mode: the table of docs/tls.md, of which
 * {@link TlsModesIT} tries every cell. {@code +} encrypted, {@code -} not encrypted, {@code x} refused.
 */
enum TlsSituation {
    //                                                                d a p r R c f
    RIGHT("a server whose certificate is in order", "- - + + + + +", ""),
    OTHER_AUTHORITY("its certificate is of another authority", "- - + + x x x", "was issued by 'CN=Right authority'"),
    SELF_SIGNED("its certificate is self-signed", "- - + + x x x", "is self-signed"),
    OTHER_NAME("its certificate is made out to another name", "- - + + + + x", "made out to [localhost], not to"),
    EXPIRED("its certificate has expired", "- - + + x x x", "expired at"),
    PLAINTEXT("it has no TLS", "- - - x x x x", "the server does not offer TLS"),
    DOWNGRADE("somebody in between suppresses TLS", "- - - x x x x", "the server does not offer TLS"),
    DECRYPTED("somebody in between answers with a certificate of his own", "- - + + x x x", "is self-signed"),
    TLS_ONLY("it has `hostssl` lines only", "x + + + + + +", "The connection was not encrypted"),
    CERTIFIED("it demands a client certificate, which is given", "x + + + + + +", "The connection was not encrypted"),
    UNCERTIFIED("it demands a client certificate, and there is none", "x x x x x x x", "");

    /** How the client is configured, in the order of the columns. */
    enum Client {
        DISABLE("disable", "`disable`", false),
        ALLOW("allow", "`allow`", false),
        PREFER("prefer", "`prefer`", false),
        REQUIRE("require", "`require`", false),
        REQUIRE_ROOT("require", "`require` with `ssl-root-cert`", true),
        VERIFY_CA("verify-ca", "`verify-ca`", true),
        VERIFY_FULL("verify-full", "`verify-full`", true);

        final String mode;
        final String title;
        final boolean rootCert;

        Client(String mode, String title, boolean rootCert) {
            this.mode = mode;
            this.title = title;
            this.rootCert = rootCert;
        }
    }

    private final String title;
    private final String outcomes;
    /** What the message of a refusal says. */
    final String reason;

    TlsSituation(String title, String outcomes, String reason) {
        this.title = title;
        this.outcomes = outcomes.replace(" ", "");
        this.reason = reason;
    }

    char outcome(Client client) {
        return outcomes.charAt(client.ordinal());
    }

    /** As Markdown. */
    static String table() {
        List<Client> clients = List.of(Client.values());
        String head = "| What the client finds | "
                + clients.stream().map(client -> client.title).collect(Collectors.joining(" | ")) + " |\n|---|"
                + "---|".repeat(clients.size()) + "\n";
        return head
                + Arrays.stream(values())
                        .map(situation -> "| " + situation.title + " | "
                                + clients.stream()
                                        .map(client -> words(situation.outcome(client)))
                                        .collect(Collectors.joining(" | "))
                                + " |")
                        .collect(Collectors.joining("\n"));
    }

    private static String words(char outcome) {
        return switch (outcome) {
            case '+' -> "encrypted";
            case '-' -> "in the clear";
            default -> "refused";
        };
    }
}
