-- What everybody may read of tickets: the reporter's words where he wrote them for that, answers to a service's questions, and
-- how it went on.
alter table tickets add column published varchar, add column answers jsonb;

update tickets t set published = e.data ->> 'description'
from mt_events e
where e.tenant_id = t.tenant_id and e.stream_id = t.id and e.version = 1 and e.type = 'ticket_created'
    and t.channel in ('web', 'open311');

create table ticket_updates (
    tenant_id varchar not null,
    ticket_id uuid not null,
    version bigint not null,
    update_id uuid,
    over boolean not null,
    status varchar,
    text varchar,
    at timestamptz not null,
    primary key (tenant_id, ticket_id, version)
);
create index ticket_updates_at on ticket_updates (tenant_id, at, ticket_id, version);
create unique index ticket_updates_posted on ticket_updates (tenant_id, update_id) where update_id is not null;

-- Of before: a public text was written while the ticket was as the last change of status before it says. Times are cut to
-- microseconds, as they are where a save writes them; a cast would round.
insert into ticket_updates (tenant_id, ticket_id, version, over, status, text, at)
select tenant_id, stream_id, version, over, status, text, at
from (
    select e.tenant_id, e.stream_id, e.version, e.type,
        case e.type when 'status_changed' then e.data ->> 'to' when 'ticket_resolved' then 'resolved'
            when 'ticket_reopened' then 'open' end as status,
        case e.type when 'public_text_published' then e.data ->> 'text' end as text,
        regexp_replace(e.data ->> 'at', '([.][0-9]{6})[0-9]+', '\1')::timestamptz as at,
        coalesce((
            select case b.type when 'status_changed' then b.data ->> 'to' in ('resolved', 'closed')
                else b.type = 'ticket_resolved' end
            from mt_events b
            where b.tenant_id = e.tenant_id and b.stream_id = e.stream_id and b.version <= e.version
                and b.type in ('status_changed', 'ticket_resolved', 'ticket_reopened', 'ticket_escalated')
            order by b.version desc limit 1), false) as over
    from mt_events e
    where e.type in ('status_changed', 'ticket_resolved', 'ticket_reopened', 'public_text_published')
) changes;
