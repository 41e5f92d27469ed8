-- An integrator asks for a message by its own id. Providers' messages are never asked for that way, so they are not indexed.
create index messages_rest on messages (tenant_id, provider_message_id) where account = '@rest' and direction = 'in';
