create table tenants (
    id varchar primary key,
    name varchar not null,
    host varchar unique,
    created_at timestamptz not null default now()
);

insert into tenants (id, name) values ('default', 'Town hall');

create table api_keys (
    id varchar primary key,
    tenant_id varchar not null references tenants (id),
    role varchar not null,
    member_id uuid,
    label varchar not null,
    secret_hash bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz
);

create index api_keys_tenant on api_keys (tenant_id);

-- Secrets that belong to the database itself, such as the key of the lane hashes.
create table database_secrets (
    name varchar primary key,
    value bytea not null
);

insert into database_secrets (name, value)
values ('lane_hash', decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
