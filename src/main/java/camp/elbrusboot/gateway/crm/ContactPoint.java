package camp.elbrusboot.gateway.crm;

import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.NonNull;
import org.jspecify.annotations.Nullable;

/** One phone number or e-mail address. */
@Description("One phone number or e-mail address.")
public record ContactPoint(
        @NonNull @Description("The number or address.") String value,

        @Description("WORK, MOB, HOME, PRIV ...: amoCRM's enum code.") @Nullable
        String kind) {

    /** Personal data stay out of logs. */
    @Override
    public String toString() {
        return "ContactPoint[" + kind + "]";
    }
}
