-- Deliveries that were recorded without their account have their message's.
update deliveries d
set account = m.account
from messages m
where d.account = '' and m.tenant_id = d.tenant_id and m.id = d.part_id;
