package camp.elbrusboot.gateway.crm;

/** Something about an entity is other than it was; what, amoCRM has to be asked. */
public record EntityChange(AccountRef account, long position, EntityKind kind, long entityId) implements CrmEvent {}
