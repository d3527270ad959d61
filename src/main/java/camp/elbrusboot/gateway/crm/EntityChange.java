package camp.elbrusboot.gateway.crm;

/**
 * Something about an entity may be another than before: a field, a link, or that it is there. What exactly amoCRM does not
 * say reliably, so whoever keeps the entity forgets it and asks again.
 */
public record EntityChange(AccountRef account, long position, EntityKind kind, long entityId) implements CrmEvent {}
