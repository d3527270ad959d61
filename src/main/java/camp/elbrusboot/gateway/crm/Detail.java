package camp.elbrusboot.gateway.crm;

/**
 * A part of an entity that amoCRM leaves out unless it is asked for ({@code with=…}). Who does not ask may be given it
 * all the same, where it costs nothing.
 */
public enum Detail {
    LEAD_CONTACTS,
    LEAD_LOSS_REASON,
    CONTACT_LEADS
}
