-- An integrator asks for what was answered by the message's own id, on every account that nothing leaves by.
create index messages_internal on messages (tenant_id, account, provider_message_id)
    where account like '@%' and direction = 'in';
drop index messages_rest;

-- A session is asked for by its own id, however long ago it ended: this tells whose it was.
create table sessions (
    tenant_id varchar not null,
    id uuid not null,
    conversation_id uuid not null,
    primary key (tenant_id, id)
);

insert into sessions select tenant_id, (data ->> 'session')::uuid, stream_id from mt_events where type = 'session_opened'
on conflict do nothing;
drop index conversations_session;
