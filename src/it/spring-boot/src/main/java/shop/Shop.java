package shop;

import io.camelpg.PgComponent;
import io.camelpg.PgConnection;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** A Spring Boot application that has its connections in application.properties. */
@SpringBootApplication
public class Shop {
    public static void main(String[] arguments) {
        SpringApplication.run(Shop.class, arguments);
    }

    @Bean
    @ConfigurationProperties("camel.component.pg")
    PgConnection connection() {
        return new PgConnection();
    }

    @Bean("pg")
    PgComponent pg(PgConnection connection) {
        PgComponent pg = new PgComponent();
        pg.setConfiguration(connection);
        return pg;
    }

    @Component
    static class Orders extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:add").to("pg:execute?sql=INSERT INTO orders (status) VALUES (:status)");
            from("direct:orders")
                    .to("pg:query?sql=SELECT status, count(*) AS orders FROM orders GROUP BY status ORDER BY status");
        }
    }
}
