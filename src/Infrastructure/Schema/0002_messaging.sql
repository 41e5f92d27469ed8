-- What came in and what goes out. States: 0 pending, 1 processed, 2 ignored, 3 parked.
-- "due" is when a pending row may next be claimed: now for a fresh one, the end of its lease for a claimed one, the end of
-- its pause for one that failed. "lanes" are keyed hashes, because they outlive the addresses they stand for.

create table instances (
    id integer generated always as identity primary key,
    started_at timestamptz not null default now()
);

create table inbox (
    id bigint generated always as identity primary key,
    tenant_id varchar not null,
    account varchar not null,
    channel varchar not null,
    element_key varchar not null,
    lane bigint not null,
    payload bytea not null,
    received_at timestamptz not null default now(),
    state smallint not null default 0,
    reason varchar,
    due timestamptz not null default now(),
    lease bigint,
    owner integer,
    tries smallint not null default 0,
    crashes smallint not null default 0,
    finished_at timestamptz
);

create unique index inbox_element on inbox (tenant_id, account, element_key);
-- Which rows wait is found by inbox_due, what waits in a lane by inbox_lane, a row by its key, and each is spelt so that no
-- other index can serve it: between indexes that seem empty the planner has nothing to choose by, and the wrong one costs the
-- whole queue for every row. Hence "state < 1" beside "state = 0", and a lane that is never null.
create index inbox_due on inbox (due, id) where state = 0;
create index inbox_lane on inbox (lane, id) where state < 1 and lane is not null;
create index inbox_parked on inbox (tenant_id, id) where state = 3;
create index inbox_horizon on inbox (received_at);

-- Rows removed after the horizon, counted in the deleting transaction, so that the ledger's sum stays true.
create table inbox_totals (
    tenant_id varchar not null,
    channel varchar not null,
    state smallint not null,
    removed bigint not null,
    primary key (tenant_id, channel, state)
);

-- States: 0 to be sent, 3 dead. A row goes when its message is sent, failed for good or withheld.
create table outbox (
    id bigint generated always as identity primary key,
    tenant_id varchar not null,
    account varchar not null,
    channel varchar not null,
    lane bigint not null,
    part_id uuid not null,
    conversation_id uuid not null,
    recipient varchar not null,
    text varchar not null,
    author varchar not null,
    agent_epoch integer not null,
    answered_received_at timestamptz,
    created_at timestamptz not null default now(),
    state smallint not null default 0,
    reason varchar,
    due timestamptz not null default now(),
    lease bigint,
    owner integer,
    tries smallint not null default 0,
    attempted_at timestamptz,
    uncertain boolean not null default false,
    lookups smallint not null default 0,
    resent boolean not null default false
);

create unique index outbox_part on outbox (tenant_id, part_id);
create index outbox_due on outbox (due, id) where state = 0;
create index outbox_lane on outbox (lane, id) where state < 1 and lane is not null;
create index outbox_conversation on outbox (tenant_id, conversation_id);

create table timers (
    tenant_id varchar not null,
    stream_id uuid not null,
    kind varchar not null,
    due timestamptz not null,
    payload bytea not null,
    primary key (tenant_id, stream_id, kind)
);

create index timers_due on timers (due);

-- Where asking a provider for what was missed begins.
create table recovery_cursors (
    tenant_id varchar not null,
    account varchar not null,
    since timestamptz not null,
    primary key (tenant_id, account)
);

create table idempotency_keys (
    tenant_id varchar not null,
    scope varchar not null,
    key varchar not null,
    body_hash bytea not null,
    status integer not null,
    location varchar,
    body bytea not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, scope, key)
);

create index idempotency_keys_created on idempotency_keys (created_at);
