-- What colleagues answered and might be an article, in which conversations, and which runs told which article.
create table answer_proposals (
    tenant_id varchar not null,
    id uuid not null,
    state varchar not null,
    question varchar not null,
    answer varchar not null,
    language varchar not null,
    service_code varchar,
    asked integer not null,
    proposed_at timestamptz not null,
    decided_at timestamptz,
    decided_by varchar,
    reason varchar,
    version bigint not null,
    primary key (tenant_id, id)
);
create index answer_proposals_newest on answer_proposals (tenant_id, proposed_at desc, id desc);
create index answer_proposals_state on answer_proposals (tenant_id, state, proposed_at desc, id desc);

create table answer_sources (
    tenant_id varchar not null,
    conversation_id uuid not null,
    proposal_id uuid not null,
    at timestamptz not null,
    primary key (tenant_id, conversation_id)
);
create index answer_sources_proposal on answer_sources (tenant_id, proposal_id, at);

create table article_uses (
    tenant_id varchar not null,
    run_id uuid not null,
    article_id uuid not null,
    version bigint not null,
    conversation_id uuid not null,
    decision varchar not null,
    at timestamptz not null,
    primary key (tenant_id, run_id, article_id)
);
create index article_uses_article on article_uses (tenant_id, article_id, at desc, run_id desc);

-- Runs of before; of a source that is named twice the last counts, as in a rebuild.
insert into article_uses (tenant_id, run_id, article_id, version, conversation_id, decision, at)
select distinct on (e.tenant_id, e.data ->> 'run', s.source ->> 'article')
    e.tenant_id, (e.data ->> 'run')::uuid, (s.source ->> 'article')::uuid, (s.source ->> 'version')::bigint,
    (e.data ->> 'conversation')::uuid, e.data -> 'outcome' ->> 'decision', (e.data ->> 'at')::timestamptz
from mt_events e
cross join lateral jsonb_array_elements(e.data -> 'sources') with ordinality s (source, number)
where e.type = 'agent_ran'
order by e.tenant_id, e.data ->> 'run', s.source ->> 'article', e.seq_id desc, s.number desc;
