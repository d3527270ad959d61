package camp.elbrusboot.gateway.crm;

/** One change in an account, as the log keeps it. */
public sealed interface CrmEvent permits StageChange, EntityChange {
    AccountRef account();

    /** Position in the log, ascending in the order of commit within an account. */
    long position();
}
