-- What the agent does is counted, too; runs that were counted past already are added here.
alter table channel_metrics
    add column agent_runs bigint not null default 0,
    add column agent_failures bigint not null default 0,
    add column tool_calls bigint not null default 0,
    add column tool_failures bigint not null default 0;

insert into channel_metrics as m (tenant_id, channel, bucket, agent_runs, agent_failures, tool_calls, tool_failures)
select e.tenant_id, e.data ->> 'channel', date_trunc('hour', (e.data ->> 'at')::timestamptz, 'UTC'),
    count(*) filter (where e.type = 'agent_ran'), count(*) filter (where e.type = 'agent_failed'),
    coalesce(sum(jsonb_array_length(e.data -> 'tools')), 0),
    coalesce(sum(jsonb_array_length(jsonb_path_query_array(e.data, '$.tools[*] ? (@.failed == true)'))), 0)
from mt_events e
where e.type in ('agent_ran', 'agent_failed')
    and e.seq_id <= (select last_seq_id from mt_event_progression where name = 'channel_metrics')
group by 1, 2, 3
on conflict (tenant_id, channel, bucket) do update set
    agent_runs = excluded.agent_runs, agent_failures = excluded.agent_failures,
    tool_calls = excluded.tool_calls, tool_failures = excluded.tool_failures;
