package shop;

import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** What the camel command runs. */
public final class JBang {
    private JBang() {}

    public static void main(String[] arguments) {
        CamelJBangMain.run(arguments);
    }
}
