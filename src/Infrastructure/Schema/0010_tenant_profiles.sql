-- What a tenant was given besides his catalogue and his knowledge; one row per tenant.
create table tenant_profiles (
    tenant_id varchar not null,
    id uuid not null,
    definition jsonb,
    samples jsonb not null,
    version bigint not null,
    primary key (tenant_id, id)
);

create unique index tenant_profiles_tenant on tenant_profiles (tenant_id);
