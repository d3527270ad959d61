-- Accounts that were connected over /oauth, and the hosts that accounts of the settings have moved to.
create table account (
    account_id   bigint primary key,
    client_id    text        not null,
    host         text        not null,
    -- The host of the settings that this one has taken the place of; null for an account that no setting names.
    instead_of   text,
    -- Encrypted; null for an account of the settings, which has its key there.
    webhook_key  bytea,
    key_id       text,
    connected_at timestamptz not null
);

-- Digests of authorization codes and states that have been used: each works once.
create table spent_secret (
    digest     text primary key,
    expires_at timestamptz not null
);
create index spent_secret_by_time on spent_secret (expires_at);
