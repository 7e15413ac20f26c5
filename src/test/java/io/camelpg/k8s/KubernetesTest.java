package io.camelpg.k8s;

import static io.camelpg.k8s.Manifests.documents;
import static io.camelpg.k8s.Manifests.list;
import static io.camelpg.k8s.Manifests.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What k8s/ has is what Kubernetes takes, and names only what the application has. */
class KubernetesTest {
    /** Beside what Camel waits for, Application gives the rest of a stop so long. */
    private static final int SERVERS_SECONDS = 15;

    static Stream<Path> resources() {
        return Manifests.files().stream().filter(Manifests::isResource);
    }

    static Stream<Path> kustomizations() {
        return Manifests.files().stream().filter(Manifests::isKustomization);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyResourceIsOneOfItsKind(Path file) {
        for (Map<String, Object> resource : documents(file)) {
            if (resource.get("kind").equals("Deployment") && file.startsWith("k8s/base")) {
                // kustomize adds these, by labels
                map(resource, "spec").put("selector", Map.of("matchLabels", Map.of("a", "b")));
            }
            ResourceModel.check(resource);
        }
    }

    @Test
    void theCheckFindsWhatIsWrong() {
        Map<String, Object> service =
                documents(Path.of("k8s/base/service.yaml")).get(0);
        map(service, "spec").put("prots", List.of());
        assertThatThrownBy(() -> ResourceModel.check(service)).hasMessageContaining("prots");

        Map<String, Object> deployment =
                documents(Path.of("k8s/base/deployment.yaml")).get(0);
        assertThatThrownBy(() -> ResourceModel.check(deployment)).hasMessageContaining("selector");

        Map<String, Object> scaled =
                documents(Path.of("k8s/components/keda/scaledobject.yaml")).get(0);
        map(scaled, "spec").put("minReplicas", 2);
        assertThatThrownBy(() -> ResourceModel.check(scaled)).hasMessageContaining("minReplicas");
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void whatAKustomizationNamesIsThere(Path file) {
        Map<String, Object> kustomization = documents(file).get(0);
        List<Path> named = named(file, kustomization);
        assertThat(named).allSatisfy(path -> assertThat(path).exists());
    }

    private static List<Path> named(Path file, Map<String, Object> kustomization) {
        List<Path> named = new ArrayList<>();
        for (String key : List.of("resources", "components")) {
            list(kustomization, key).forEach(name -> named.add(resolved(file, name.toString())));
        }
        for (Object patch : list(kustomization, "patches")) {
            Object path = map(patch).get("path");
            if (path != null) {
                named.add(resolved(file, path.toString()));
            }
        }
        for (Object generator : list(kustomization, "configMapGenerator")) {
            list(map(generator), "files").forEach(name -> named.add(resolved(file, name.toString())));
        }
        return named;
    }

    private static Path resolved(Path file, String name) {
        Path path = file.resolveSibling(name).normalize();
        return Files.isDirectory(path) ? path.resolve("kustomization.yaml") : path;
    }

    @Test
    void everyFileIsNamed() throws IOException {
        Set<Path> named = new HashSet<>(List.of(
                Path.of("k8s/compose.yaml"), Path.of("k8s/secret.example.yaml"), Path.of("k8s/image/Dockerfile")));
        for (String overlay : List.of("local", "production", "keda")) {
            named.add(Path.of("k8s/overlays", overlay, "kustomization.yaml"));
        }
        kustomizations()
                .forEach(file -> named.addAll(named(file, documents(file).get(0))));
        try (Stream<Path> k8s = Files.walk(Manifests.ROOT);
                Stream<Path> routes = Files.walk(Path.of("routes"))) {
            assertThat(Stream.concat(k8s, routes).filter(Files::isRegularFile))
                    .allSatisfy(file ->
                            assertThat(named).as("somebody names " + file).contains(file));
        }
    }

    @Test
    void theVolumeOfRoutesHasEveryFileAtItsPlace() throws IOException {
        Map<String, Set<String>> generated = new HashMap<>();
        for (Object generator :
                list(documents(Path.of("routes/kustomization.yaml")).get(0), "configMapGenerator")) {
            generated.put(
                    map(generator).get("name").toString(),
                    list(map(generator), "files").stream().map(Object::toString).collect(Collectors.toSet()));
        }
        Map<String, Object> patch =
                documents(Path.of("k8s/components/routes/deployment.yaml")).get(0);
        Map<String, Object> volume = map(list(pod(patch), "volumes").get(0));
        Set<String> mounted = new TreeSet<>();
        for (Object source : list(map(volume, "projected"), "sources")) {
            Map<String, Object> configMap = map(map(source), "configMap");
            Set<String> files = generated.get(configMap.get("name").toString());
            if (configMap.containsKey("items")) {
                list(configMap, "items").forEach(item -> {
                    assertThat(map(item).get("path").toString())
                            .endsWith("/" + map(item).get("key"));
                    mounted.add(map(item).get("path").toString());
                });
            } else {
                mounted.addAll(files);
            }
        }
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            assertThat(mounted)
                    .containsExactlyElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> Path.of("routes").relativize(file).toString())
                            .filter(file -> !file.equals("kustomization.yaml"))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private static Map<String, Object> pod(Map<String, Object> deployment) {
        return map(map(map(deployment, "spec"), "template"), "spec");
    }

    private static Map<String, Object> container(Map<String, Object> deployment) {
        return map(list(pod(deployment), "containers").get(0));
    }

    /** What variables the application reads: its properties and its classes name them. */
    @Test
    void everyVariableIsOneThatTheApplicationReads() throws IOException {
        Set<String> set = new TreeSet<>();
        for (Path file : Manifests.files()) {
            for (Map<String, Object> document : documents(file)) {
                for (Object generator : list(document, "configMapGenerator")) {
                    list(map(generator), "literals")
                            .forEach(literal -> set.add(literal.toString().replaceFirst("=.*", "")));
                }
                boolean ours = "Deployment".equals(document.get("kind"))
                        && map(document, "metadata").get("name").equals("camel-pg");
                if (ours) {
                    list(container(document), "env")
                            .forEach(variable ->
                                    set.add(map(variable).get("name").toString()));
                }
                if (document.containsKey("services")) {
                    set.addAll(map(map(map(document, "services"), "camel-pg"), "environment")
                            .keySet());
                }
            }
        }
        String read = sources() + Manifests.read(Path.of("routes/application.properties"));
        assertThat(set)
                .contains("POSTGRES_HOST", "SHUTDOWN_TIMEOUT", "EXTRACT_TOKEN")
                .allSatisfy(name -> assertThat(read).containsPattern("(\"|env:)" + Pattern.quote(name) + "[\":}]"));
    }

    private static String sources() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/camelpg/app"))) {
            files.filter(Files::isRegularFile).map(Manifests::read).forEach(text::append);
        }
        return text.toString();
    }

    @Test
    void portsAndTimesBelongTogether() {
        Map<String, Object> deployment =
                documents(Path.of("k8s/base/deployment.yaml")).get(0);
        Map<String, Object> container = container(deployment);
        String properties = Manifests.read(Path.of("routes/application.properties"));
        list(container, "ports").forEach(port -> assertThat(properties)
                .contains("_PORT:" + map(port).get("containerPort") + "}}"));
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            Map<String, Object> request = map(map(container, probe), "httpGet");
            assertThat(request).containsEntry("port", "management");
            assertThat(request.get("path").toString()).matches("/observe/health/(live|ready)");
        }
        int sleep = (Integer)
                map(map(map(container, "lifecycle"), "preStop"), "sleep").get("seconds");
        Object literals = list(documents(Path.of("k8s/base/kustomization.yaml")).get(0), "configMapGenerator")
                .get(0);
        assertThat(list(map(literals), "literals").toString()).contains("SHUTDOWN_TIMEOUT=15");
        assertThat((Integer) pod(deployment).get("terminationGracePeriodSeconds"))
                .isGreaterThanOrEqualTo(sleep + 15 + SERVERS_SECONDS);
    }

    @Test
    void everySecretIsInTheExampleAndNoneIsInTheFiles() {
        Map<String, Object> example =
                documents(Path.of("k8s/secret.example.yaml")).get(0);
        Set<String> keys = map(example, "stringData").keySet();
        Pattern reference = Pattern.compile("secretKeyRef:\\s+name: camel-pg\\s+key: (\\S+)");
        for (Path file : Manifests.files()) {
            reference.matcher(Manifests.read(file)).results().forEach(found -> assertThat(keys)
                    .contains(found.group(1)));
            if (!file.startsWith("k8s/overlays/local") && !file.endsWith("compose.yaml")) {
                assertThat(Manifests.read(file)).doesNotContainPattern("(?m)(PASSWORD|SECRET|TOKEN)=");
            }
        }
    }

    @Test
    void theImageRunsAsSomebodyWhoIsNotRoot() {
        String dockerfile = Manifests.read(Path.of("k8s/image/Dockerfile"));
        assertThat(dockerfile)
                .containsPattern("(?m)^USER 10001:10001$")
                .containsPattern("(?m)^ENTRYPOINT \\[\"java\", ")
                .contains("EMBEDDED_SERVERS=false")
                .contains("io.camelpg.app.Application")
                .doesNotContain(":latest");
        assertThat(map(pod(documents(Path.of("k8s/base/deployment.yaml")).get(0)), "securityContext"))
                .containsEntry("runAsUser", 10001)
                .containsEntry("runAsNonRoot", true);
    }

    /** Docker makes a new volume the owner's of the folder that the image has there, and root's where it has none. */
    @Test
    void everyVolumeOfComposeIsAFolderOfTheOneWhoWritesToIt() {
        Map<String, Object> services =
                map(documents(Path.of("k8s/compose.yaml")).get(0), "services");
        List<String> folders = list(map(services, "camel-pg"), "volumes").stream()
                .map(volume -> volume.toString().split(":")[1])
                .toList();
        String dockerfile = Manifests.read(Path.of("k8s/image/Dockerfile"));
        String asRoot = dockerfile.substring(0, dockerfile.indexOf("\nUSER 10001:10001"));
        assertThat(folders).isNotEmpty().allSatisfy(folder -> assertThat(asRoot.lines())
                .contains("RUN install -d -o 10001 -g 10001 " + folder));
    }

    /** Without kustomize, which adds to a selector only where there is one. */
    @ParameterizedTest
    @CsvSource({"poddisruptionbudget.yaml,selector", "networkpolicy.yaml,podSelector"})
    void whatIsForThePodsSelectsThem(String file, String selector) {
        Map<String, Object> resource = documents(Path.of("k8s/base", file)).get(0);
        Object labels = list(documents(Path.of("k8s/base/kustomization.yaml")).get(0), "labels")
                .get(0);
        assertThat(map(map(resource, "spec"), selector)).isEqualTo(Map.of("matchLabels", map(map(labels), "pairs")));
    }

    /** By kubectl, which has kustomize: patches and all. */
    @ParameterizedTest
    @ValueSource(strings = {"local", "production", "keda"})
    void theOverlayIsWhole(String overlay) throws Exception {
        String version = kubectl("version", "--client", "--output=json");
        assumeTrue(version != null, "there is no kubectl: its kustomize has not looked at the overlays");
        int minor = Integer.parseInt(Pattern.compile("\"minor\": \"(\\d+)")
                .matcher(version)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1));
        assumeTrue(minor >= 27, "the kustomize of kubectl 1." + minor + " does not know components and labels");
        String output = kubectl("kustomize", "k8s/overlays/" + overlay);
        Set<String> kinds = new TreeSet<>();
        Map<String, Object> application = null;
        List<Object> selectors = new ArrayList<>();
        for (Object document :
                new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadAllFromString(output)) {
            Map<String, Object> resource = map(document);
            ResourceModel.check(resource);
            kinds.add(resource.get("kind").toString());
            if (resource.get("kind").equals("Deployment")
                    && map(resource, "metadata").get("name").equals("camel-pg")) {
                application = resource;
            }
            switch (resource.get("kind").toString()) {
                case "PodDisruptionBudget" ->
                    selectors.add(map(resource, "spec").get("selector"));
                case "NetworkPolicy" -> selectors.add(map(resource, "spec").get("podSelector"));
                default -> {}
            }
        }
        assertThat(kinds).contains("Deployment", "Service", "NetworkPolicy", "PodDisruptionBudget", "ConfigMap");
        // made by a label, or the pods would be nobody's
        assertThat(map(map(application, "spec"), "selector").get("matchLabels"))
                .isEqualTo(map(map(map(map(application, "spec"), "template"), "metadata"), "labels"));
        assertThat(selectors).hasSize(2).containsOnly(map(application, "spec").get("selector"));
        // a ConfigMap that changes has another name, which every reference has to follow
        assertThat(output).containsPattern("configMapRef:\\s+name: camel-pg-[a-z0-9]{10}");
        if (!overlay.equals("local")) {
            assertThat(kinds).contains("PrometheusRule", "ServiceMonitor", "PersistentVolumeClaim");
            assertThat(map(application, "spec")).doesNotContainKey("replicas");
            assertThat(output).doesNotContainPattern("name: camel-pg-routes\\n");
            assertThat(kinds).doesNotContain("Secret");
        }
        assertThat(kinds.contains("ScaledObject")).isEqualTo(overlay.equals("keda"));
        assertThat(kinds.contains("HorizontalPodAutoscaler")).isEqualTo(overlay.equals("production"));
    }

    /** What it says; null where there is none. */
    private static @Nullable String kubectl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            return null;
        }
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return output;
    }
}
