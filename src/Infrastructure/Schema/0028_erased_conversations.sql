-- Nothing is added any more to the conversation of somebody who was erased, nor to what is known of its messages.
alter table conversations add column erased_at timestamptz;

-- Microseconds, as the rows have them; not rounded.
update conversations c set erased_at = regexp_replace(e.data ->> 'at', '(\.\d{6})\d+', '\1')::timestamptz
from mt_events e
where e.type = 'citizen_erased' and e.tenant_id = c.tenant_id and e.stream_id = c.id;

-- What colleagues and other systems wrote for everybody to read may quote him, too, and so may what was learned of others.
drop index mt_events_default_notes;
drop index mt_events_archived_notes;
create index mt_events_default_notes on mt_events_default (tenant_id)
    where type in ('ticket_resolved', 'priority_raised', 'customer_blocked', 'public_text_published', 'update_posted',
            'answer_proposed', 'answer_approved', 'answer_rejected')
        or (type = 'note_added' and data ->> 'author' <> 'citizen');
create index mt_events_archived_notes on mt_events_archived (tenant_id)
    where type in ('ticket_resolved', 'priority_raised', 'customer_blocked', 'public_text_published', 'update_posted',
            'answer_proposed', 'answer_approved', 'answer_rejected')
        or (type = 'note_added' and data ->> 'author' <> 'citizen');
