-- What staff list by: any value may be rare in a large tenant, and is then looked for in the whole table without an index.
create index tickets_status on tickets (tenant_id, status, created_at, id);
create index tickets_service on tickets (tenant_id, service_code, created_at, id);
create index tickets_channel on tickets (tenant_id, channel, created_at, id);
create index tickets_priority on tickets (tenant_id, priority, created_at, id);

-- Dead letters; pending messages have their own indexes.
create index outbox_dead on outbox (tenant_id, id) where state = 3;
