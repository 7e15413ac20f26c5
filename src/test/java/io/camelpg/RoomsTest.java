package io.camelpg;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rooms of docs/architecture.md, held by the compiled classes: who may import whom, and who may import what. */
class RoomsTest {
    private static final String BASE = "io.camelpg";

    /** Outermost first: a room may import the lines below its own, never a neighbour on its line, never a line above. */
    private static final List<Set<String>> ORDER = List.of(
            Set.of("app"),
            Set.of("console"),
            Set.of(""),
            Set.of("operation.*"),
            Set.of("operation"),
            Set.of("catalog"),
            Set.of("session"),
            Set.of("row"),
            Set.of("type", "sql", "connection"),
            Set.of("event"),
            Set.of("error"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    @Test
    void roomsImportInOneDirection() {
        classes().that(live(BASE)).should(importInOrder()).check(CLASSES);
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        assertThat(packages()).isNotEmpty().allSatisfy(javaPackage -> assertThat(line(javaPackage.getName()))
                .isBetween(0, ORDER.size() - 1));
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().assignedFrom(packageOfEachClass()).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheCamelFaceKnowsCamel() {
        only("org.apache.camel..", "", "console", "app").check(CLASSES);
    }

    @Test
    void onlyConnectionKnowsThePool() {
        only("com.zaxxer..", "connection").check(CLASSES);
    }

    @Test
    void onlyConnectionAndSessionKnowTheDriver() {
        // error reads the server's error fields
        only("org.postgresql..", "connection", "session", "error").check(CLASSES);
    }

    @Test
    void onlyTheTunnelKnowsSsh() {
        noClasses()
                .that(live(BASE).and(DescribedPredicate.not(live(BASE + ".connection.ssh"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.sshd..")
                .check(CLASSES);
    }

    @Test
    void onlyItsOwnPackagesKnowArrow() {
        noClasses()
                .that(live(BASE).and(DescribedPredicate.not(live(BASE + ".row.arrow"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.arrow..", "com.google.flatbuffers..")
                .check(CLASSES);
    }

    @Test
    void onlyEventAndTheCamelFaceKnowMetrics() {
        only("io.micrometer..", "event", "").check(CLASSES);
    }

    @Test
    void onlyTheConnectionProviderKnowsQuartz() {
        noClasses()
                .that(live(BASE).and(DescribedPredicate.not(room("app"))))
                .and()
                .haveSimpleNameNotStartingWith(PgQuartzConnectionProvider.class.getSimpleName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.quartz..")
                .check(CLASSES);
    }

    @Test
    void onlyTheApplicationNeedsWhatOnlyTheApplicationBrings() {
        for (String library : List.of(
                "org.apache.camel.main..",
                "org.apache.camel.dsl..",
                "org.thymeleaf..",
                "io.zonky..",
                "ch.qos.logback..",
                "io.vertx..")) {
            only(library, "app").check(CLASSES);
        }
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages()).isNotEmpty().allSatisfy(javaPackage -> assertThat(
                        javaPackage.isAnnotatedWith(NullMarked.class))
                .as("package-info.java of %s with @NullMarked", javaPackage.getName())
                .isTrue());
    }

    @Test
    void onlyTheApplicationWritesToStandardStreams() {
        noClasses()
                .that(DescribedPredicate.not(room("app")))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    private static ArchRule only(String library, String... rooms) {
        DescribedPredicate<JavaClass> allowed = describe("in " + Arrays.toString(rooms), type -> Arrays.stream(rooms)
                .anyMatch(name -> room(name).test(type)));
        return noClasses()
                .that(live(BASE).and(DescribedPredicate.not(allowed)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> live(String base) {
        return JavaClass.Predicates.resideInAPackage(base + "..").as("live in %s", base);
    }

    private static DescribedPredicate<JavaClass> room(String name) {
        return describe("in room " + name, type -> roomOf(type.getPackageName()).equals(name));
    }

    private static ArchCondition<JavaClass> importInOrder() {
        return new ArchCondition<>("import only rooms further in") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    String target = dependency.getTargetClass().getPackageName();
                    if (isOurs(target) && !mayImport(type.getPackageName(), target)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean mayImport(String origin, String target) {
        return roomOf(origin).equals(roomOf(target)) || line(origin) < line(target);
    }

    private static boolean isOurs(String packageName) {
        return packageName.equals(BASE) || packageName.startsWith(BASE + ".");
    }

    /** The room of a package: a verb is a room of its own, other packages belong to the room above them. */
    private static String roomOf(String packageName) {
        if (packageName.equals(BASE)) {
            return "";
        }
        String path = packageName.substring(BASE.length() + 1);
        String[] names = path.split("\\.");
        return names[0].equals("operation") && names.length > 1 ? names[0] + "." + names[1] : names[0];
    }

    /** The line of {@link #ORDER} with this package's room; -1 where it has no place yet. */
    private static int line(String packageName) {
        String room = roomOf(packageName);
        String name = room.startsWith("operation.") ? "operation.*" : room;
        for (int line = 0; line < ORDER.size(); line++) {
            if (ORDER.get(line).contains(name)) {
                return line;
            }
        }
        return -1;
    }

    private static Set<JavaPackage> packages() {
        return CLASSES.stream()
                .map(JavaClass::getPackage)
                .filter(javaPackage -> isOurs(javaPackage.getName()))
                .collect(Collectors.toSet());
    }

    private static SliceAssignment packageOfEachClass() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return isOurs(type.getPackageName())
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "every package";
            }
        };
    }
}
