package camp.elbrusboot.gateway.crm;

/** What an {@link EntityChange} is about. */
public enum EntityKind {
    LEAD,
    CONTACT,
    COMPANY
}
