-- Nothing is known of an erased customer any more.
alter table customers add column erased_at timestamptz;

-- What a person has: his conversations, the runs that answered in them, and what colleagues wrote, who may have quoted him. On
-- the partitions, so that the table itself stays as Marten has it.
create index conversations_customer on conversations (tenant_id, customer_id);
create index mt_events_default_runs on mt_events_default (tenant_id, (data ->> 'conversation')) where type = 'agent_ran';
create index mt_events_archived_runs on mt_events_archived (tenant_id, (data ->> 'conversation')) where type = 'agent_ran';
create index mt_events_default_notes on mt_events_default (tenant_id)
    where type in ('ticket_resolved', 'priority_raised', 'customer_blocked')
        or (type = 'note_added' and data ->> 'author' <> 'citizen');
create index mt_events_archived_notes on mt_events_archived (tenant_id)
    where type in ('ticket_resolved', 'priority_raised', 'customer_blocked')
        or (type = 'note_added' and data ->> 'author' <> 'citizen');

-- Who may have been silent for long: roots, the oldest first.
create index customers_kept on customers (tenant_id, created_at, id) where merged_into is null and erased_at is null;
