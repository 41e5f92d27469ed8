-- What is archived is still a tenant's, in the order of the log.
create index mt_events_archived_tenant_seq on mt_events_archived (tenant_id, seq_id);
