-- Colleagues, what they have to do, and where the agent may not speak.
create table team_members (
    tenant_id varchar not null,
    id uuid not null,
    name varchar not null,
    skills jsonb not null,
    languages jsonb not null,
    online boolean not null,
    has_left boolean not null,
    last_given_at timestamptz,
    version bigint not null,
    primary key (tenant_id, id)
);
create index team_members_online on team_members (tenant_id, last_given_at) where online;

create table human_tasks (
    tenant_id varchar not null,
    id uuid not null,
    kind varchar not null,
    state varchar not null,
    conversation_id uuid,
    ticket_id uuid not null,
    tracking_number varchar not null,
    channel varchar not null,
    language varchar not null,
    service_code varchar not null,
    priority varchar not null,
    rank integer not null,
    reason varchar not null,
    member_id uuid,
    opened_at timestamptz not null,
    assigned_at timestamptz,
    completed_at timestamptz,
    outcome varchar,
    version bigint not null,
    primary key (tenant_id, id)
);
create index human_tasks_waiting on human_tasks (tenant_id, (-rank), opened_at, id) where state = 'waiting';
create index human_tasks_member on human_tasks (tenant_id, member_id, (-rank), opened_at, id)
    where state in ('assigned', 'claimed');
create index human_tasks_ticket on human_tasks (tenant_id, ticket_id) where state <> 'done';
create index human_tasks_opened on human_tasks (tenant_id, opened_at desc, id desc);

create table agent_switches (
    tenant_id varchar not null,
    account varchar not null,
    agent_on boolean not null,
    primary key (tenant_id, account)
);

alter table conversations add column task_id uuid;
alter table messages add column member_id uuid;

-- The inbox lists what is open, the newest first.
create index conversations_inbox on conversations (tenant_id, opened_at desc, id desc) where not closed;
