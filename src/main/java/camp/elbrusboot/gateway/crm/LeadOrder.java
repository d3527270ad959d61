package camp.elbrusboot.gateway.crm;

/** Orders that amoCRM offers for leads. */
public enum LeadOrder {
    UPDATED_AT_DESC,
    UPDATED_AT_ASC,
    CREATED_AT_DESC,
    CREATED_AT_ASC,
    ID_ASC
}
