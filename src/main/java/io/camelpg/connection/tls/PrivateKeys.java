package io.camelpg.connection.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Private keys in the formats that OpenSSL writes: PKCS#8, encrypted or not, PKCS#1 of RSA and SEC1 of EC. */
final class PrivateKeys {
    /** Those that the JDK's TLS can sign with. */
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "RSASSA-PSS");

    private static final String CONVERT = "; convert it: openssl pkcs8 -topk8 -in <file> -out <new file>";

    private PrivateKeys() {}

    /**
     * The first key in a text.
     *
     * @param password asked only where the key is encrypted; its array is cleared
     * @throws PemException if there is none that can be used
     */
    static PrivateKey read(String text, @Nullable Supplier<char[]> password) throws PemException {
        List<Pem> blocks = Pem.parse(text);
        for (Pem block : blocks) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return key(block, password);
            }
        }
        throw new PemException(blocks.isEmpty() ? "is not PEM" + CONVERT : "has no PRIVATE KEY, only " + blocks);
    }

    private static PrivateKey key(Pem block, @Nullable Supplier<char[]> password) throws PemException {
        if (block.headers().contains("ENCRYPTED")) {
            throw new PemException("is encrypted in OpenSSL's old format" + CONVERT);
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> decoded(block.der());
            case "RSA PRIVATE KEY" -> decoded(Der.pkcs8OfRsa(block.der()));
            case "EC PRIVATE KEY" -> decoded(ec(block.der()));
            case "ENCRYPTED PRIVATE KEY" -> decoded(decrypted(block.der(), password));
            default -> throw new PemException("has a " + block + ", a format that is not known" + CONVERT);
        };
    }

    private static byte[] ec(byte[] sec1) throws PemException {
        byte[] pkcs8 = Der.pkcs8OfEc(sec1);
        if (pkcs8 == null) {
            throw new PemException("does not name its curve" + CONVERT);
        }
        return pkcs8;
    }

    private static byte[] decrypted(byte[] der, @Nullable Supplier<char[]> password) throws PemException {
        if (password == null) {
            throw new PemException("is encrypted: set ssl-key-password");
        }
        char[] characters = password.get();
        for (char character : characters) {
            if (character < ' ' || character > '~') {
                throw new PemException("has a password with other characters than ASCII's, which the JDK cannot use");
            }
        }
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
            // PBES2 is the name of a family: which member it is, the JDK tells as the name of the parameters.
            String algorithm = encrypted.getAlgName().equals("PBES2")
                            || encrypted.getAlgName().startsWith("1.")
                    ? encrypted.getAlgParameters().toString()
                    : encrypted.getAlgName();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(characters)),
                    encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher).getEncoded();
        } catch (InvalidKeySpecException | java.security.InvalidKeyException e) {
            throw new PemException("cannot be decrypted: ssl-key-password is not its password");
        } catch (GeneralSecurityException | IOException e) {
            throw new PemException("is encrypted in a way that this JVM does not know" + CONVERT + " -v2 aes-256-cbc");
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static PrivateKey decoded(byte[] pkcs8) throws PemException {
        PKCS8EncodedKeySpec specification = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(specification);
            } catch (GeneralSecurityException e) {
                // Of another algorithm, perhaps.
            }
        }
        throw new PemException("is damaged, or neither an RSA nor an EC key");
    }
}
