package shop;

import org.apache.camel.main.Main;

/** An application that has its connection in application.properties and its routes in YAML. */
public final class Shop {
    private Shop() {}

    static Main application() {
        Main main = new Main();
        main.configure().setRoutesIncludePattern("classpath:camel/*.camel.yaml");
        return main;
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(application().run(arguments));
    }
}
