package io.camelpg.connection.ssh;

import io.camelpg.connection.Server;
import java.io.IOException;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a host is known by, and the check of the one that it shows: as OpenSSH with StrictHostKeyChecking=yes,
 * nothing is learnt and nothing asked. For one attempt to connect; remembers why it refused.
 */
final class KnownHosts implements ServerKeyVerifier {
    private record Known(String type, PublicKey key, boolean revoked) {}

    private final Server server;
    private final String source;
    private final List<Known> known = new ArrayList<>();
    private final Set<String> types = new LinkedHashSet<>();
    private volatile @Nullable String refusal;
    private volatile @Nullable String hint;

    /** Lines that are not understood are as if they weren't there; so are certificate authorities. */
    KnownHosts(Server server, SshText lines) {
        this.server = server;
        this.source = lines.source();
        lines.text().lines().map(String::strip).filter(this::isEntry).forEach(this::add);
    }

    private boolean isEntry(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    private void add(String line) {
        try {
            KnownHostEntry entry = KnownHostEntry.parseKnownHostEntry(line);
            if (entry == null
                    || "cert-authority".equals(entry.getMarker())
                    || !entry.isHostMatch(server.host(), server.port())) {
                return;
            }
            boolean revoked = "revoked".equals(entry.getMarker());
            String type = entry.getKeyEntry().getKeyType();
            if (!revoked) {
                types.add(type);
            }
            PublicKey key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
            if (key != null) {
                known.add(new Known(type, key, revoked));
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Not an entry: another one may fit.
        }
    }

    /** The types of key that the host is known by, {@code ssh-ed25519} and so on: asked for first. */
    Set<String> types() {
        return types;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey shown) {
        String print = KeyUtils.getKeyType(shown) + " " + fingerprint(shown);
        if (known.stream().anyMatch(entry -> entry.revoked() && KeyUtils.compareKeys(entry.key(), shown))) {
            refusal = "the host key of " + server + " (" + print + ") is marked as revoked in " + source;
            hint = "Give the SSH server a new host key";
            return false;
        }
        List<Known> good = known.stream().filter(entry -> !entry.revoked()).toList();
        if (good.stream().anyMatch(entry -> KeyUtils.compareKeys(entry.key(), shown))) {
            return true;
        }
        if (types.isEmpty()) {
            refusal = "the host key of " + server + " (" + print + ") is not known: " + source + " has no line for it";
            hint =
                    "Compare the fingerprint with the server's own (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub), then put"
                            + " the line that ssh-keyscan -p " + server.port() + " " + server.host()
                            + " prints into ssh-known-hosts";
        } else {
            refusal = "the host key of " + server + " is another one: it shows " + print + ", and " + source + " knows "
                    + (good.isEmpty()
                            ? String.join(", ", types)
                            : String.join(
                                    ", ",
                                    good.stream()
                                            .map(entry -> entry.type() + " " + fingerprint(entry.key()))
                                            .toList()));
            hint = "Somebody may be in between. Only when the server's administrator confirms the new fingerprint,"
                    + " replace the line in ssh-known-hosts";
        }
        return false;
    }

    /** Why the host's key was refused; null if it was not. */
    @Nullable
    String refusal() {
        return refusal;
    }

    @Nullable
    String hint() {
        return hint;
    }

    private static String fingerprint(PublicKey key) {
        return String.valueOf(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key));
    }
}
