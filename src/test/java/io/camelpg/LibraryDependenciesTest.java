package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What comes along with the jar is little, and written down: a further library is a decision, not an accident. */
class LibraryDependenciesTest {
    @Test
    void fewComeAlongAndTheReadmeNamesThem() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File("pom.xml"))
                .getDocumentElement();
        List<String> along = new ArrayList<>();
        NodeList dependencies = child(project, "dependencies").getChildNodes();
        for (int i = 0; i < dependencies.getLength(); i++) {
            if (dependencies.item(i) instanceof Element dependency
                    && !"true".equals(text(dependency, "optional"))
                    && !List.of("test", "provided").contains(text(dependency, "scope"))) {
                along.add(text(dependency, "artifactId"));
            }
        }
        assertThat(along)
                .containsExactlyInAnyOrder(
                        "camel-support",
                        "camel-health",
                        "postgresql",
                        "HikariCP",
                        "jackson-core",
                        "slf4j-api",
                        // annotations only, and so not worth a word
                        "jspecify");
        assertThat(Files.readString(Path.of("README.md")))
                .contains("brings camel-support, camel-health, pgjdbc, HikariCP, jackson-core and slf4j-api");
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        throw new AssertionError(parent.getTagName() + " has no " + name);
    }

    /** Empty where it is not there. */
    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
