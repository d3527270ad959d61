package camp.elbrusboot.gateway.crm;

/** What is known of whether amoCRM tells the gateway of changes. */
@FunctionalInterface
public interface WebhookStates {
    /** As it was when it was looked up last, by whichever replica; asks nobody. */
    WebhookState of(AccountRef account);
}
