package camp.elbrusboot.gateway.crm;

/** One entity of an account, as caches and logs name it. */
public record EntityRef(AccountRef account, Kind kind, long id) {
    /** What can be read by id. */
    public enum Kind {
        LEAD,
        CONTACT
    }
}
