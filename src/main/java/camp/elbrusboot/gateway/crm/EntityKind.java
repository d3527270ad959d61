package camp.elbrusboot.gateway.crm;

/** What amoCRM tells changes of, as far as it is read here. */
public enum EntityKind {
    LEAD,
    CONTACT,
    COMPANY
}
