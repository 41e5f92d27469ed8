-- What staff list by and what may be rare in a large tenant. Channel and priority have a handful of values each: the list
-- of the newest tickets is walked for them.
create index tickets_status on tickets (tenant_id, status, created_at, id);
create index tickets_service on tickets (tenant_id, service_code, created_at, id);

-- Dead letters; pending messages have their own indexes.
create index outbox_dead on outbox (tenant_id, id) where state = 3;
