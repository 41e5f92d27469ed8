-- What another system called how a ticket stands. Updates of before did not keep it.
alter table ticket_updates add column word varchar;
