package camp.elbrusboot.gateway.crm;

import org.jspecify.annotations.Nullable;

/**
 * What amoCRM says of an account itself.
 *
 * @param currency ISO 4217, such as RUB; null where amoCRM does not say
 * @param timezone of the IANA database, such as Europe/Moscow; null where amoCRM does not say
 */
public record AccountProfile(
        String name, @Nullable String currency, @Nullable String timezone) {}
