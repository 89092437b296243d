-- What goes wrong is said in English, as before, and beside it as a sentence that a page says in its reader's language:
-- [key, value, ...], where a value may be such a sentence itself. Null when there is no such sentence.
alter table sensor_status add column error_said jsonb check (jsonb_typeof(error_said) = 'array');
alter table sensor_commands add column error_said jsonb check (jsonb_typeof(error_said) = 'array');
alter table sensor_requests add column error_said jsonb check (jsonb_typeof(error_said) = 'array');
alter table tariff_changes add column error_said jsonb check (jsonb_typeof(error_said) = 'array');
alter table w3bstream_status add column fault_said jsonb check (jsonb_typeof(fault_said) = 'array');
alter table backup_runs add column error_said jsonb check (jsonb_typeof(error_said) = 'array');
comment on column sensor_status.error_said is 'The key of a sentence of the program''s and the values in it; of no meaning while error is null.';

grant update (error_said) on sensor_commands to powermeter_receiver;
grant update (error_said) on sensor_requests to powermeter_receiver;
grant update (error_said) on tariff_changes to powermeter_processor;
grant insert (error_said), update (error_said) on sensor_status to powermeter_web;

create or replace view sensors_now as
select s.id, s.name, t.name as type, t.id as type_id, s.driver, s.period_s, s.max_gap_s, s.enabled,
       case when s.driver = 'push' then
              case when not s.enabled then 'paused'
                   when status.last_seen is null then status.state
                   when silence.begun is null then 'running'
                   else 'silent' end
            when status.state is null or status.state = 'paused' then status.state
            -- After three seconds of silence what its Receiver said last is no longer the truth.
            when receiver_lives(s.receiver, interval '3 seconds') then status.state
            else 'stopped' end as state,
       case when s.driver = 'push' then coalesce(silence.begun, status.since) else status.since end as since,
       status.last_seen, status.last_watts, status.volts, status.battery, status.switched_on,
       coalesce(status.samples, 0) as samples, coalesce(status.rejected, 0) as rejected,
       case when s.driver = 'push' and s.enabled and silence.begun is not null
            then concat('No data since ', silence.since, ': a sample was due every ', s.period_s::numeric, ' s. Look whether the device that pushes it runs and reaches this machine.',
                        ' The last push was refused: ' || status.error)
            else status.error end as error,
       coalesce(status.spool_depth, 0) as spool_depth, s.retired_at,
       case when s.driver = 'push' and s.enabled and silence.begun is not null and status.error is null
            then jsonb_build_array('Push_Silent', silence.since, s.period_s)
            when s.driver = 'push' and s.enabled and silence.begun is not null
            then jsonb_build_array('Push_SilentRefused', silence.since, s.period_s, coalesce(status.error_said, to_jsonb(status.error)))
            when status.error is null then null
            else status.error_said end as error_said
from sensors s
join measure_types t on t.id = s.measure_type_id
left join sensor_status status on status.sensor_id = s.id
-- Three periods without a sample are silence, but no less than a quarter of a minute is.
left join lateral (
  select status.last_seen + make_interval(secs => greatest(15, 3 * s.period_s)) as begun
) as due on s.driver = 'push'
left join lateral (
  select due.begun, to_char(status.last_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since where due.begun <= now()
) as silence on true;
