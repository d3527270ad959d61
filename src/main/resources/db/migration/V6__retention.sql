-- Stage changes up to this position may be gone. Who would go on from before it is told so.
alter table log_epoch add column floor bigint not null default 0;
-- A delivery is deleted before the stage changes that came with it; they are looked for then.
create index stage_change_by_delivery on stage_change (delivery_id);
