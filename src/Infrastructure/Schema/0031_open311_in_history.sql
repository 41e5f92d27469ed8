-- What another system reported for somebody is in his history, too; its headline is ours.
insert into messages (tenant_id, id, customer_id, ticket_id, channel, account, direction, author, text, media_count, at, version, position)
select e.tenant_id, e.stream_id, t.customer_id, t.id, t.channel, '@' || t.channel, 'in', 'citizen', e.data ->> 'description',
    0, regexp_replace(e.data ->> 'at', '(\.\d{6})\d+', '\1')::timestamptz, e.version, 0
from mt_events e
join tickets t on t.tenant_id = e.tenant_id and t.id = e.stream_id
where e.type = 'ticket_created' and e.data ->> 'channel' = 'open311';
