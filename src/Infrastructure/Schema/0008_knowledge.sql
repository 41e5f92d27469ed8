-- The knowledge base. All three extensions may be created by a database's owner.
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- Little words go first, while they still have their accents; what is left loses its accents and its endings.
create text search dictionary knowledge_little_es (template = simple, stopwords = spanish, accept = false);
create text search dictionary knowledge_little_fr (template = simple, stopwords = french, accept = false);

create text search configuration knowledge_en (copy = english);
alter text search configuration knowledge_en alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
    with unaccent, english_stem;
create text search configuration knowledge_es (copy = spanish);
alter text search configuration knowledge_es alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
    with knowledge_little_es, unaccent, spanish_stem;
create text search configuration knowledge_fr (copy = french);
alter text search configuration knowledge_fr alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
    with knowledge_little_fr, unaccent, french_stem;

create table articles (
    tenant_id varchar not null,
    id uuid not null,
    language varchar not null,
    title varchar not null,
    body varchar not null,
    service_code varchar,
    valid_from timestamptz,
    valid_to timestamptz,
    source varchar,
    retired boolean not null,
    published_at timestamptz not null,
    updated_at timestamptz not null,
    version bigint not null,
    primary key (tenant_id, id)
);

-- A revision with fewer passages leaves empty rows behind, which are not live.
create table passages (
    tenant_id varchar not null,
    article_id uuid not null,
    position integer not null,
    version bigint not null,
    language varchar not null,
    title varchar not null,
    heading varchar not null,
    text varchar not null,
    names varchar not null,
    valid_from timestamptz,
    valid_to timestamptz,
    live boolean not null,
    words tsvector not null generated always as (
        setweight(to_tsvector(
            case language when 'es' then 'knowledge_es'::regconfig when 'fr' then 'knowledge_fr'::regconfig
                else 'knowledge_en'::regconfig end, title), 'A')
        || setweight(to_tsvector(
            case language when 'es' then 'knowledge_es'::regconfig when 'fr' then 'knowledge_fr'::regconfig
                else 'knowledge_en'::regconfig end, heading), 'B')
        || to_tsvector(
            case language when 'es' then 'knowledge_es'::regconfig when 'fr' then 'knowledge_fr'::regconfig
                else 'knowledge_en'::regconfig end, text)
    ) stored,
    primary key (tenant_id, article_id, position)
);

create index passages_words on passages using gin (tenant_id, language, words) where live;
create index passages_names on passages using gin (tenant_id, language, names gin_trgm_ops) where live;
create index passages_live on passages (tenant_id, language) where live;
