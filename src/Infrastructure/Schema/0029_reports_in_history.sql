-- What somebody reported without a conversation, and added to his ticket, is in his history, too.
alter table messages alter column conversation_id drop not null;

insert into messages (tenant_id, id, customer_id, ticket_id, channel, account, direction, author, text, media_count, at, version, position)
select e.tenant_id, case when e.type = 'ticket_created' then e.stream_id else (e.data ->> 'note')::uuid end, t.customer_id, t.id,
    t.channel, '@' || t.channel, 'in', 'citizen',
    case when e.type = 'ticket_created' then concat(e.data ->> 'subject', E'\n', e.data ->> 'description') else e.data ->> 'text' end,
    0, regexp_replace(e.data ->> 'at', '(\.\d{6})\d+', '\1')::timestamptz, e.version, 0
from mt_events e
join tickets t on t.tenant_id = e.tenant_id and t.id = e.stream_id
where (e.type = 'ticket_created' and e.data ->> 'accessCodeHash' is not null)
    or (e.type = 'note_added' and e.data ->> 'author' = 'citizen' and e.data ->> 'message' is null);
