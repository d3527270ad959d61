package camp.elbrusboot.gateway.account;

import java.time.Instant;

/** A pair with the moment at which it came. */
record ObtainedPair(TokenPair pair, Instant at) {}
