-- Which service a passage belongs to: what is confidential is told inside its service's session only.
alter table passages add column service_code varchar;

update passages p set service_code = a.service_code
from articles a where a.tenant_id = p.tenant_id and a.id = p.article_id and a.service_code is not null;

-- The session a conversation is in, or was in last.
alter table conversations add column session_id uuid;

update conversations c set session_id = o.session
from (
    select distinct on (tenant_id, stream_id) tenant_id, stream_id, (data ->> 'session')::uuid as session
    from mt_events where type = 'session_opened' order by tenant_id, stream_id, version desc) o
where o.tenant_id = c.tenant_id and o.stream_id = c.id;

create index conversations_session on conversations (tenant_id, session_id);

-- What runs were decided by, kept once: prompts, profiles, catalogues.
create table kept_texts (
    tenant_id varchar not null,
    hash varchar not null,
    text varchar not null,
    kept_at timestamptz not null default now(),
    primary key (tenant_id, hash)
);

-- Entries of the catalogue have items and steps now.
update services set definition = '{"items": [], "steps": []}'::jsonb || definition
where (tenant_id, id) in (select tenant_id, id from services where not definition ? 'items');
