package io.camelpg.connection.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts and certificates by libpq's rules, on real certificates. */
class ServerNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a name among the alternatives, in any case
                "db.example.com     | cn | dns:db.example.com             | true",
                "DB.Example.Com     | cn | dns:db.EXAMPLE.com             | true",
                "db.example.com     | cn | dns:a.example dns:db.example.com | true",
                "my_db              | cn | dns:my_db                      | true",
                "db.example.org     | cn | dns:db.example.com             | false",
                "example.com        | cn | dns:db.example.com             | false",
                "adb.example.com    | cn | dns:db.example.com             | false",
                // a wildcard is the first label, and one label
                "db.example.com     | cn | dns:*.example.com              | true",
                "a.db.example.com   | cn | dns:*.example.com              | false",
                "example.com        | cn | dns:*.example.com              | false",
                ".example.com       | cn | dns:*.example.com              | false",
                "db.example.com     | cn | dns:d*.example.com             | false",
                "db.example.com     | cn | dns:db.*.com                   | false",
                "db.example.com     | cn | dns:*                          | false",
                "1.2.3.4            | cn | dns:*.2.3.4                    | false",
                // the common name counts where there is no alternative of the host's kind
                "db.example.com     | db.example.com | ''                 | true",
                "db.example.com     | *.example.com  | ''                 | true",
                "db.example.com     | db.example.com | ip:10.0.0.1        | true",
                "db.example.com     | db.example.com | dns:other.example  | false",
                "10.0.0.1           | 10.0.0.1       | ''                 | true",
                "10.0.0.1           | 10.0.0.1       | dns:other.example  | true",
                "10.0.0.1           | 10.0.0.1       | ip:10.0.0.2        | false",
                // addresses, however they are written
                "10.0.0.1           | cn | ip:10.0.0.1                    | true",
                "10.0.0.1           | cn | dns:10.0.0.1                   | true",
                "10.0.0.2           | cn | ip:10.0.0.1                    | false",
                "::1                | cn | ip:::1                         | true",
                "[::1]              | cn | ip:::1                         | true",
                "0:0:0:0:0:0:0:1    | cn | ip:::1                         | true",
                "2001:db8::a        | cn | ip:2001:DB8:0:0:0:0:0:A        | true",
                "2001:db8::b        | cn | ip:2001:DB8:0:0:0:0:0:A        | false",
                "999.0.0.1          | cn | ip:10.0.0.1                    | false"
            })
    void hostAndCertificate(String host, String commonName, String alternatives, boolean fits) {
        TestCertificate certificate = TestCertificate.selfSigned(
                commonName, alternatives.isEmpty() ? new String[0] : alternatives.split(" "));
        assertThat(new ServerName(host).isIn(certificate.certificate())).isEqualTo(fits);
    }

    @Test
    void messagesListWhatTheCertificateIsFor() {
        assertThat(ServerName.namesIn(TestCertificate.selfSigned("cn", "dns:a.example", "ip:10.0.0.1")
                        .certificate()))
                .containsExactly("a.example", "10.0.0.1");
        assertThat(ServerName.namesIn(TestCertificate.selfSigned("cn").certificate()))
                .containsExactly("cn");
    }
}
