-- Who is the same person as another: a tree, of which the root has null.
alter table customers add column merged_into uuid, add column blocked_at timestamptz;

create index customers_merged on customers (tenant_id, merged_into) where merged_into is not null;

-- One-time codes sent to claimed addresses. Kept for a day, for the limits.
create table verifications (
    tenant_id varchar not null,
    id uuid not null,
    customer_id uuid not null,
    kind varchar not null,
    value varchar not null,
    code_hash bytea not null,
    tries smallint not null default 0,
    used boolean not null default false,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (tenant_id, id)
);

create index verifications_address on verifications (tenant_id, kind, value, created_at);

create index verifications_customer on verifications (tenant_id, customer_id, created_at);
