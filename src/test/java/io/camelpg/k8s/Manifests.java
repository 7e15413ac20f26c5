package io.camelpg.k8s;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of {@code k8s/}, read strictly: a key that comes twice is an error. */
final class Manifests {
    static final Path ROOT = Path.of("k8s");

    private Manifests() {}

    /** All YAML files, those of routes/ that kustomize reads included. */
    static List<Path> files() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return Stream.concat(
                            files.filter(file -> file.toString().endsWith(".yaml")),
                            Stream.of(Path.of("routes/kustomization.yaml")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a file. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> documents(Path file) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setLabel(file.toString())
                .build();
        List<Map<String, Object>> documents = new ArrayList<>();
        new Load(settings)
                .loadAllFromString(read(file))
                .forEach(document -> documents.add((Map<String, Object>) Objects.requireNonNull(document)));
        return documents;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isKustomization(Path file) {
        return file.endsWith("kustomization.yaml");
    }

    /** Whether Kubernetes would be given it: neither kustomize's own, nor a patch, nor compose's. */
    static boolean isResource(Path file) {
        return !isKustomization(file) && !file.endsWith("compose.yaml") && !isPatch(file);
    }

    static boolean isPatch(Path file) {
        Path kustomization = file.resolveSibling("kustomization.yaml");
        return Files.exists(kustomization)
                && list(documents(kustomization).get(0), "patches").stream()
                        .anyMatch(patch -> Objects.equals(
                                map(patch).get("path"), file.getFileName().toString()));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    static Map<String, Object> map(Map<String, Object> parent, String key) {
        return map(Objects.requireNonNull(parent.get(key), key));
    }

    /** Empty where it is not there. */
    static List<?> list(Map<String, Object> parent, String key) {
        return parent.get(key) == null ? List.of() : (List<?>) parent.get(key);
    }

    static Map<String, Object> json(Path file) {
        try {
            return new ObjectMapper().readValue(file.toFile(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
