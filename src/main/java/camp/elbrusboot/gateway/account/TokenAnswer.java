package camp.elbrusboot.gateway.account;

import org.jspecify.annotations.Nullable;

/** What amoCRM made of a code or refresh token: exactly one of the two is there. */
record TokenAnswer(@Nullable ObtainedPair pair, @Nullable Refusal refusal) {}
