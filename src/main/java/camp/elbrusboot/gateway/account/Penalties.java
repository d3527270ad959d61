package camp.elbrusboot.gateway.account;

import camp.elbrusboot.gateway.budget.Budget;
import camp.elbrusboot.gateway.crm.AccountRef;
import camp.elbrusboot.gateway.crm.CrmErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What amoCRM's refusals of whole accounts and integrations mean for the calls to come (section 5.2). */
@ApplicationScoped
public class Penalties {
    private final Budget budget;
    private final PenaltiesConfig config;

    Penalties(Budget budget, PenaltiesConfig config) {
        this.budget = budget;
        this.config = config;
    }

    /** Draws the consequences of the answer, if it has any; never fails. */
    public Uni<Void> after(AccountRef account, String allowance, Response answer) {
        return consequence(account, allowance, answer).onFailure().recoverWithNull();
    }

    private Uni<Void> consequence(AccountRef account, String allowance, Response answer) {
        if (isBlock(answer)) {
            return budget.hold(allowance, account, CrmErrorCode.UPSTREAM_BLOCKED, config.blocked());
        }
        return switch (answer.getStatus()) {
            case 402 -> budget.hold(allowance, account, CrmErrorCode.UPSTREAM_PAYMENT_REQUIRED, config.unpaid());
            case 429 -> budget.slowDown(allowance);
            default -> Uni.createFrom().voidItem();
        };
    }

    /** A problem document with 403 is about rights, a page of nginx about a block. */
    public static boolean isBlock(Response answer) {
        MediaType type = answer.getMediaType();
        return answer.getStatus() == 403 && type != null && type.isCompatible(MediaType.TEXT_HTML_TYPE);
    }
}
