package io.camelpg;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.TransactedPolicy;

/**
 * Binds the policies behind {@code transacted:} where nobody else provides any: no other policy, and no transaction manager
 * of Spring's or Jakarta's that Camel would take.
 */
final class TransactedPolicies {
    private static final List<String> TRANSACTION_MANAGERS = List.of(
            "org.springframework.transaction.TransactionManager",
            "jakarta.transaction.TransactionManager",
            "javax.transaction.TransactionManager");

    private TransactedPolicies() {}

    /** To be called when all beans are there and no route is. */
    static void bind(CamelContext context) {
        Registry registry = context.getRegistry();
        boolean others = registry.findByType(TransactedPolicy.class).stream()
                .anyMatch(policy -> !(policy instanceof PgTransactedPolicy));
        if (others || TRANSACTION_MANAGERS.stream().anyMatch(name -> isBound(context, name))) {
            return;
        }
        bind(registry, PgTransactedPolicy.REQUIRED, PgTransactedPolicy.required());
        bind(registry, PgTransactedPolicy.REQUIRES_NEW, PgTransactedPolicy.requiresNew());
    }

    private static boolean isBound(CamelContext context, String className) {
        Class<?> type = context.getClassResolver().resolveClass(className);
        return type != null && !context.getRegistry().findByType(type).isEmpty();
    }

    private static void bind(Registry registry, String name, PgTransactedPolicy policy) {
        if (registry.lookupByName(name) == null) {
            registry.bind(name, TransactedPolicy.class, policy);
        }
    }
}
