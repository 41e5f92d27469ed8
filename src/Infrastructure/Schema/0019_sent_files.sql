-- Files of the ticket that go out with a message, as JSON; few messages have any.
alter table outbox add column files varchar;

alter table messages add column files jsonb;
