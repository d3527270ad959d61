-- Ties a row to amoCRM's own record of the change: each record has one row, each row one record.
alter table stage_change add column event_id text;
-- The time of the row is that of amoCRM's record, and no webhook with a time has told of the change so far.
alter table stage_change add column time_of_record boolean not null default false;
create unique index stage_change_of_event on stage_change (account_id, event_id);
create index stage_change_not_told on stage_change (account_id, lead_id) where time_of_record;

-- Who looks in amoCRM's event feed for what webhooks have missed, how far it has come, and what it knows of the webhook.
create table repair (
    account_id    bigint primary key,
    -- One replica at a time; another one takes over when the lease has run out.
    holder        text        not null,
    held_until    timestamptz not null,
    -- Where the next window begins: everything before it has been read and cannot come late any more.
    next_from     timestamptz not null,
    -- The end of the last window that was read to its end.
    seen_until    timestamptz not null,
    -- A window that took more pages than one pass may read, and the page to go on from.
    open_until    timestamptz,
    next_page     integer     not null default 1,
    webhook       text        not null default 'UNKNOWN',
    webhook_asked_at timestamptz
);
