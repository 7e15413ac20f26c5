package io.camelpg.app;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder in which a mail server of the application puts its mails, read as a mail program does. */
record Mailbox(Path directory) {
    int size() {
        return files().size();
    }

    MimeMessage only() throws IOException, MessagingException {
        List<Path> files = files();
        if (files.size() != 1) {
            throw new AssertionError("one mail was expected, not " + files);
        }
        try (InputStream mail = Files.newInputStream(files.get(0))) {
            return new MimeMessage(null, mail);
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of a multipart, found by its way: {@code 0, 1} is the second part of the first. */
    static BodyPart part(MimeMessage mail, int... way) throws IOException, MessagingException {
        Object content = mail.getContent();
        BodyPart part = null;
        for (int step : way) {
            part = ((MimeMultipart) content).getBodyPart(step);
            content = part.getContent();
        }
        return part;
    }

    static String text(BodyPart part) throws IOException, MessagingException {
        try (InputStream text = part.getInputStream()) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
