-- Seals the cursors of an account: what a caller has made up is told from what it was given.
alter table log_epoch add column cursor_key bytea;
update log_epoch set cursor_key =
    sha256(decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
alter table log_epoch alter column cursor_key set not null;
