-- A tenant's events in the order of the log. On the partition, so that the table itself stays as Marten has it.
create index mt_events_default_tenant_seq on mt_events_default (tenant_id, seq_id);

-- Which database this is: a cursor of another one is recognised by it.
insert into database_secrets (name, value) values ('feed', decode(replace(gen_random_uuid()::text, '-', ''), 'hex'));

alter table api_keys add column personal_data boolean not null default false;

-- Who is told what happens. "position" is up to where the log was looked through for it; "failing_since" is the first failure
-- after the last success. No types means all.
create table webhook_subscriptions (
    tenant_id varchar not null references tenants (id),
    id uuid not null,
    url varchar not null,
    description varchar not null,
    types varchar[] not null,
    personal_data boolean not null,
    created_by varchar not null,
    created_at timestamptz not null default now(),
    secret bytea not null,
    previous_secret bytea,
    previous_until timestamptz,
    position bigint not null,
    last_success_at timestamptz,
    failing_since timestamptz,
    disabled_at timestamptz,
    disabled_reason varchar,
    primary key (tenant_id, id)
);

-- States: 0 waits, 1 delivered, 3 dead. "due" is when it may be tried, and that of what waits behind it in its lane, the stream it is
-- of. The body is made from the event when it is sent.
create table webhook_deliveries (
    id bigint generated always as identity primary key,
    tenant_id varchar not null,
    subscription_id uuid not null,
    seq_id bigint not null,
    event_id uuid not null,
    type varchar not null,
    lane uuid not null,
    state smallint not null default 0,
    due timestamptz not null default now(),
    lease bigint,
    lease_until timestamptz,
    owner integer,
    tries smallint not null default 0,
    first_tried_at timestamptz,
    last_tried_at timestamptz,
    last_status integer,
    last_error varchar,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    foreign key (tenant_id, subscription_id) references webhook_subscriptions (tenant_id, id) on delete cascade
);
create unique index webhook_deliveries_once on webhook_deliveries (tenant_id, subscription_id, seq_id);
create index webhook_deliveries_newest on webhook_deliveries (tenant_id, subscription_id, id);
-- Each predicate is spelt so that only one statement finds its rows by it, as with the outbox.
create index webhook_deliveries_due on webhook_deliveries (subscription_id, due, id) where state = 0 and lease is null;
create index webhook_deliveries_lane on webhook_deliveries (subscription_id, lane, id) where state < 1;
create index webhook_deliveries_leased on webhook_deliveries (subscription_id) where state = 0 and lease is not null;
create index webhook_deliveries_dead on webhook_deliveries (tenant_id, id) where state = 3;
create index webhook_deliveries_old on webhook_deliveries (finished_at) where finished_at is not null;
