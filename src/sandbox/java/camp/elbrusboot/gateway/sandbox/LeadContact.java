package camp.elbrusboot.gateway.sandbox;

/** The link from a lead to a contact; at most one contact of a lead is the main one. */
record LeadContact(long contactId, boolean main) {}
