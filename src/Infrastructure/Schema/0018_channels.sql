-- What a message offers to choose from, and what its channel needs to answer in the same thread.
alter table outbox add column offer varchar, add column thread varchar, add column template varchar;

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
