-- What waits behind another delivery of its lane is not in the index of what is due, so that a claim passes over none of it.
alter table webhook_deliveries add column behind boolean not null default false;
update webhook_deliveries d set behind = true
where d.state < 1 and exists (
    select from webhook_deliveries b
    where b.state < 1 and b.tenant_id = d.tenant_id and b.subscription_id = d.subscription_id and b.lane = d.lane and b.id < d.id);
drop index webhook_deliveries_due;
create index webhook_deliveries_due on webhook_deliveries (subscription_id, due, id) where state = 0 and lease is null and not behind;

-- The key a subscription was made with: it ends with it. Of before, as far as it is known.
alter table webhook_subscriptions add column key_id varchar;
update webhook_subscriptions s set key_id = coalesce(
    substring(s.created_by from '^key:(.*)$'),
    (select min(k.id) from api_keys k where k.tenant_id = s.tenant_id and k.member_id::varchar = s.created_by having count(*) = 1));
