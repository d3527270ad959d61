package camp.elbrusboot.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import camp.elbrusboot.gateway.crm.CrmErrorCode;
import camp.elbrusboot.gateway.crm.CrmException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Places in lists are those of one list in one account, and are not made up. */
class CursorsTest {
    private static final byte[] KEY = "key of an account".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ANOTHER = "key of another one".getBytes(StandardCharsets.UTF_8);

    private final Cursors cursors = new Cursors(KEY, "leads", 1_000);

    @Test
    void beginAPageAfterTheirPlace() {
        assertThat(cursors.offset(null)).isZero();
        assertThat(cursors.offset(cursors.at(0))).isEqualTo(1);
        assertThat(new Cursors(KEY, "leads", 1_000).offset(cursors.at(998))).isEqualTo(999);
        assertThat(cursors.at(7)).hasSize(24).doesNotContain("=").isNotEqualTo(cursors.at(8));
    }

    @Test
    void areOfOneListInOneAccount() {
        assertRefused(cursors, new Cursors(KEY, "contacts", 1_000).at(7));
        assertRefused(cursors, new Cursors(ANOTHER, "leads", 1_000).at(7));
    }

    @Test
    void endWhereListsAreServedNoFurther() {
        assertThat(cursors.offset(cursors.at(999))).isEqualTo(1_000);
        assertRefused(cursors, cursors.at(1_000));
    }

    private static void assertRefused(Cursors cursors, String cursor) {
        assertThatThrownBy(() -> cursors.offset(cursor)).isInstanceOfSatisfying(CrmException.class, failure -> {
            assertThat(failure.code()).isEqualTo(CrmErrorCode.INVALID_ARGUMENT);
            assertThat(failure.getMessage()).contains("\"after\"");
        });
    }
}
