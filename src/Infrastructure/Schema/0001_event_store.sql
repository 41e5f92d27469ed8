-- Marten 9's layout: conjoined tenancy, archived-stream partitioning, correlation, causation, header and user-name
-- metadata. A deployment may open this database with Marten, so names, types and order matter.
-- One difference on purpose: Marten's partitioned tables freeze the default of "timestamp" at creation; ours is now().

create table mt_streams (
    tenant_id varchar not null default '*DEFAULT*',
    id uuid not null,
    type varchar,
    version bigint,
    timestamp timestamptz not null default now(),
    created timestamptz not null default now(),
    is_archived boolean not null default false,
    constraint pkey_mt_streams_tenant_id_id_is_archived primary key (tenant_id, id, is_archived)
) partition by list (is_archived);

create table mt_streams_default partition of mt_streams default;
create table mt_streams_archived partition of mt_streams for values in (true);

create table mt_events (
    seq_id bigint not null,
    id uuid not null,
    stream_id uuid,
    version bigint not null,
    data jsonb not null,
    bdata bytea,
    type varchar(500) not null,
    timestamp timestamptz not null default now(),
    tenant_id varchar default '*DEFAULT*',
    mt_dotnet_type varchar,
    correlation_id varchar,
    causation_id varchar,
    headers jsonb,
    user_name varchar,
    is_archived boolean not null default false,
    constraint pkey_mt_events_seq_id_is_archived primary key (seq_id, is_archived),
    constraint fkey_mt_events_stream_id_tenant_id_is_archived
        foreign key (tenant_id, stream_id, is_archived) references mt_streams (tenant_id, id, is_archived)
) partition by list (is_archived);

create table mt_events_default partition of mt_events default;
create table mt_events_archived partition of mt_events for values in (true);

create unique index pk_mt_events_stream_and_version on mt_events (tenant_id, stream_id, version, is_archived);

create sequence mt_events_sequence owned by mt_events.seq_id;

create table mt_event_progression (
    name varchar not null,
    last_seq_id bigint,
    last_updated timestamptz default transaction_timestamp(),
    constraint pk_mt_event_progression primary key (name)
);
