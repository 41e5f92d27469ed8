-- Inline read models. Every row is a pure function of one stream, so one stream can be rebuilt or verified alone.

create table tickets (
    tenant_id varchar not null,
    id uuid not null,
    tracking_number varchar not null,
    customer_id uuid not null,
    conversation_id uuid,
    channel varchar not null,
    service_code varchar not null,
    language varchar not null,
    status varchar not null,
    priority varchar not null,
    severity varchar not null,
    subject varchar not null,
    latitude double precision,
    longitude double precision,
    address varchar,
    public_text varchar,
    escalation_reason varchar,
    access_code_hash varchar,
    rating integer,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    resolved_at timestamptz,
    version bigint not null,
    primary key (tenant_id, id)
);

create unique index tickets_tracking_number on tickets (tracking_number);
create index tickets_newest on tickets (tenant_id, created_at, id);
create index tickets_customer on tickets (tenant_id, customer_id);

create table conversations (
    tenant_id varchar not null,
    id uuid not null,
    customer_id uuid not null,
    channel varchar not null,
    account varchar not null,
    reply_address varchar not null,
    closed boolean not null,
    agent_on boolean not null,
    agent_epoch integer not null,
    ever_handed_over boolean not null,
    language varchar,
    ticket_id uuid,
    opened_at timestamptz not null,
    last_message_at timestamptz not null,
    primary key (tenant_id, id)
);

create unique index conversations_open on conversations (tenant_id, customer_id, account) where not closed;

create table messages (
    tenant_id varchar not null,
    id uuid not null,
    conversation_id uuid not null,
    customer_id uuid not null,
    ticket_id uuid,
    channel varchar not null,
    account varchar not null,
    direction varchar not null,
    author varchar not null,
    text varchar not null,
    media_count integer not null,
    provider_message_id varchar,
    at timestamptz not null,
    version bigint not null,
    position integer not null,
    primary key (tenant_id, id)
);

create index messages_customer on messages (tenant_id, customer_id, at, id);
create index messages_conversation on messages (tenant_id, conversation_id, version, position);

create table deliveries (
    tenant_id varchar not null,
    part_id uuid not null,
    conversation_id uuid not null,
    account varchar not null,
    provider_message_id varchar,
    status varchar not null,
    rank integer not null,
    error_code varchar,
    at timestamptz not null,
    primary key (tenant_id, part_id)
);

create index deliveries_provider on deliveries (tenant_id, account, provider_message_id);

create table customers (
    tenant_id varchar not null,
    id uuid not null,
    name varchar,
    created_at timestamptz not null,
    version bigint not null,
    primary key (tenant_id, id)
);

create table customer_identifiers (
    tenant_id varchar not null,
    customer_id uuid not null,
    kind varchar not null,
    value varchar not null,
    verification varchar not null,
    linked boolean not null,
    at timestamptz not null,
    primary key (tenant_id, customer_id, kind, value)
);

create unique index customer_identifiers_verified on customer_identifiers (tenant_id, kind, value)
    where linked and verification = 'verified';
create index customer_identifiers_value on customer_identifiers (tenant_id, kind, value);

create table media (
    tenant_id varchar not null,
    id uuid not null,
    ticket_id uuid not null,
    status varchar not null,
    reason varchar,
    key varchar,
    public_key varchar,
    content_type varchar,
    declared_type varchar not null,
    size bigint,
    sha256 varchar,
    file_name varchar,
    source varchar not null,
    purpose varchar not null,
    at timestamptz not null,
    primary key (tenant_id, id)
);

create index media_ticket on media (tenant_id, ticket_id);

create table services (
    tenant_id varchar not null,
    id uuid not null,
    code varchar not null,
    definition jsonb not null,
    retired boolean not null,
    version bigint not null,
    primary key (tenant_id, id)
);

create unique index services_code on services (tenant_id, code);

-- Asynchronous: counted from the log, position and output in one commit.
create table channel_metrics (
    tenant_id varchar not null,
    channel varchar not null,
    bucket timestamptz not null,
    conversations_opened bigint not null default 0,
    conversations_closed bigint not null default 0,
    conversations_automated bigint not null default 0,
    handovers bigint not null default 0,
    messages_in bigint not null default 0,
    messages_out bigint not null default 0,
    messages_failed bigint not null default 0,
    tickets bigint not null default 0,
    sentiment_count bigint not null default 0,
    sentiment_sum double precision not null default 0,
    latency_count bigint not null default 0,
    latency_sum_ms bigint not null default 0,
    latency_max_ms bigint not null default 0,
    latency_histogram bigint[] not null default '{}',
    primary key (tenant_id, channel, bucket)
);

create table channel_escalations (
    tenant_id varchar not null,
    channel varchar not null,
    bucket timestamptz not null,
    reason varchar not null,
    count bigint not null,
    primary key (tenant_id, channel, bucket, reason)
);
