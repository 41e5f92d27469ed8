-- One id from the request that brought a message to the reply that left for it.
alter table inbox_elements add column if not exists correlation_id varchar;
alter table outbox add column if not exists correlation_id varchar;
