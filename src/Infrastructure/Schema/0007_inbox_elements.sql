-- What was received is large and never changes; what becomes of it is small and changes with every step. Apart, a claim and
-- its end write a hundred bytes each and leave the index that recognises repeats alone. Both rows come and go together.
create table inbox_elements (
    id bigint generated always as identity primary key,
    tenant_id varchar not null,
    account varchar not null,
    channel varchar not null,
    element_key varchar not null,
    lane bigint not null,
    payload bytea not null,
    received_at timestamptz not null default now()
);

insert into inbox_elements (id, tenant_id, account, channel, element_key, lane, payload, received_at)
overriding system value
select id, tenant_id, account, channel, element_key, lane, payload, received_at from inbox;
select setval(pg_get_serial_sequence('inbox_elements', 'id'), greatest(max(id), 1), max(id) is not null) from inbox;

drop index inbox_element;
drop index inbox_horizon;
create unique index inbox_element on inbox_elements (tenant_id, account, element_key);
create index inbox_horizon on inbox_elements (received_at);

alter table inbox
    alter column id drop identity,
    drop column element_key,
    drop column payload,
    drop column received_at;

-- Rows that have crashed a worker are few, and looked for at every claim: without an index of their own each look goes
-- through everything that waits. "state < 1", so that no other index can serve it.
create index inbox_crashed on inbox (due, id) where state < 1 and crashes > 0;
