package camp.elbrusboot.gateway.sandbox;

record LossReason(long id, String name, int sort, long createdAt, long updatedAt) {}
