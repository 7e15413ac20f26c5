package io.camelpg.connection.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of PEM (RFC 7468). What is outside blocks is explanation and skipped; line breaks inside may be any white
 * space, since texts that went through an environment variable have often lost them.
 *
 * @param headers what comes before the data, as {@code Proc-Type} in keys that OpenSSL encrypted in its old way
 */
record Pem(String label, String headers, String base64) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final Pattern HEADERS =
            Pattern.compile("\\A\\s*((?:[A-Za-z0-9-]+: [^\\n]*\\r?\\n)+)(.*)\\z", Pattern.DOTALL);

    /**
     * All blocks, in their order.
     *
     * @throws PemException for a block whose data is not Base64, or that does not end
     */
    static List<Pem> parse(String text) throws PemException {
        List<Pem> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        int end = 0;
        while (block.find()) {
            blocks.add(block(block.group(1), block.group(2)));
            end = block.end();
        }
        if (text.indexOf("-----BEGIN ", end) >= 0) {
            throw new PemException("has a block of PEM without its end");
        }
        return blocks;
    }

    private static Pem block(String label, String content) throws PemException {
        Matcher headed = HEADERS.matcher(content);
        boolean hasHeaders = headed.matches();
        String data = hasHeaders ? headed.group(2) : content;
        try {
            Pem pem = new Pem(label, hasHeaders ? headed.group(1) : "", data.replaceAll("\\s", ""));
            pem.der();
            return pem;
        } catch (IllegalArgumentException e) {
            throw new PemException("has a block " + label + " that is not Base64", e);
        }
    }

    byte[] der() {
        return Base64.getDecoder().decode(base64);
    }

    /** Says which block it is, never what is in it. */
    @Override
    public String toString() {
        return label;
    }
}
