package io.camelpg;

import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.beans.SimpleBeanInfo;

/**
 * What Quartz may set on {@link PgQuartzConnectionProvider}. Introspection alone would take its {@code getConnection()},
 * which lends a JDBC connection, for the getter of the option {@code connection}, a name, and find no setter of that type.
 * Found by its name.
 */
public final class PgQuartzConnectionProviderBeanInfo extends SimpleBeanInfo {
    @Override
    public PropertyDescriptor[] getPropertyDescriptors() {
        try {
            return new PropertyDescriptor[] {
                new PropertyDescriptor("connection", PgQuartzConnectionProvider.class, null, "setConnection"),
                new PropertyDescriptor("context", PgQuartzConnectionProvider.class, null, "setContext")
            };
        } catch (IntrospectionException e) {
            throw new IllegalStateException("a setter of " + PgQuartzConnectionProvider.class + " is missing", e);
        }
    }
}
