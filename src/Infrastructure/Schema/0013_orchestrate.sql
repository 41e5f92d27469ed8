-- An integrator asks for what was answered by the message's own id, on every account that nothing leaves by.
create index messages_internal on messages (tenant_id, account, provider_message_id)
    where account like '@%' and direction = 'in';
drop index messages_rest;

-- A session is asked for by its own id, however long ago it ended; the log knows whose it was.
create index mt_events_session on mt_events (tenant_id, (data ->> 'session')) where type = 'session_opened';
drop index conversations_session;
