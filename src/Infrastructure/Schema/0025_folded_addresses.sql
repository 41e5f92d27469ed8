-- What is certainly, or most often, one mailbox: without case, and without what follows a plus sign before the at sign. Only for
-- limits: who somebody is goes by what is written.
create function folded_address(address text) returns text
    language sql immutable strict parallel safe
    as $$ select lower(regexp_replace(address, '\+[^@]*@', '@')) $$;

create index customer_identifiers_claimed on customer_identifiers (tenant_id, kind, folded_address(value))
    where verification = 'claimed';

drop index verifications_address;

create index verifications_address on verifications (tenant_id, kind, folded_address(value), created_at);
