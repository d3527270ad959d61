-- What webhooks said anything of: for caches alone, and deleted when none can hold anything from before. Numbered with
-- the stage changes, so that one position orders both.
create table entity_change (
    id          bigint primary key default nextval('stage_change_id_seq'),
    account_id  bigint      not null,
    kind        text        not null,
    entity_id   bigint      not null,
    received_at timestamptz not null
);
create index entity_change_in_order on entity_change (account_id, id);
create index entity_change_by_time on entity_change (received_at);
