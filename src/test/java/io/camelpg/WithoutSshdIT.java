package io.camelpg;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelpg.support.ClassPath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The SSH library is optional: nothing needs it but a tunnel, which says so at start. */
class WithoutSshdIT {
    @Test
    void theComponentWorks() throws Exception {
        List<String> answers = ClassPath.without("sshd", "io.camelpg.WithoutSshd");
        assertThat(answers.get(0)).isEqualTo("42");
        assertThat(answers.get(1))
                .contains("PG-501", "ssh-host needs Apache MINA SSHD", "org.apache.sshd:sshd-core")
                .doesNotContain("c4nary");
    }
}
