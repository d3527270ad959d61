package camp.elbrusboot.gateway.eventlog;

import camp.elbrusboot.gateway.crm.EntityKind;

/** An entity that somebody reported a change of, whatever it was. */
public record TouchedEntity(EntityKind kind, long id) {}
