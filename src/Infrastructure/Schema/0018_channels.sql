-- What a message offers to choose from, and what its channel needs to answer in the same thread.
alter table outbox add column offer varchar, add column thread varchar, add column template varchar,
    add column subject varchar, add column answered boolean not null default false;

-- State 2: waits for the citizen to write, and holds up nobody. "due" is when it has waited long enough.
create index outbox_held on outbox (due) where state = 2;

-- Whether we began it: a form, answered by mail. Whoever merely claims the address has no part in it.
alter table conversations add column begun_by_us boolean not null default false;

alter table customers add column opted_out_at timestamptz;

-- The provider's own cursor, where it has one.
alter table recovery_cursors add column position varchar;

-- What became of messages afterwards: edited, revoked, reacted to. Value is the new text or the emoji.
create table message_changes (
    tenant_id varchar not null,
    message_id uuid not null,
    kind varchar not null,
    conversation_id uuid not null,
    value varchar,
    at timestamptz not null,
    primary key (tenant_id, message_id, kind)
);

-- Accounts that were entered at run time. Their secrets are encrypted by the ring of keys, which the master key wraps.
create table channel_accounts (
    tenant_id varchar not null,
    name varchar not null,
    provider varchar not null,
    address varchar not null,
    enabled boolean not null,
    settings jsonb not null,
    secrets bytea,
    number_id varchar,
    version bigint not null,
    changed_at timestamptz not null default now(),
    primary key (tenant_id, name)
);
create unique index channel_accounts_name on channel_accounts (name);
create unique index channel_accounts_number on channel_accounts (provider, number_id);

-- An account that is removed and entered again must not have a version that it had before.
create sequence channel_account_versions;

create table secret_keys (
    name varchar primary key,
    element varchar not null,
    created_at timestamptz not null default now()
);
