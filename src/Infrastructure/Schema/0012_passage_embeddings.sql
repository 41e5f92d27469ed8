-- Vectors of passages: derived from the passages by a model, no projection of the log. What is lost is computed anew.
create table passage_embeddings (
    tenant_id varchar not null,
    model varchar not null,
    article_id uuid not null,
    position integer not null,
    version bigint not null,
    revision bigint not null,
    embedded_at timestamptz not null default now(),
    vector bytea not null,
    primary key (tenant_id, model, article_id, position)
);

-- Numbers that look like noise cannot be compressed; their length is known without reading them.
alter table passage_embeddings alter column vector set storage external;

create index passage_embeddings_revision on passage_embeddings (tenant_id, model, revision);

-- Grows with every change, so that whoever keeps the vectors in memory asks for one number.
create table passage_embedding_revisions (
    tenant_id varchar not null,
    model varchar not null,
    revision bigint not null,
    primary key (tenant_id, model)
);
