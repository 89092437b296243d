-- Past one machine: Receivers on several, and several Webs that share one key ring.

-- Which Receiver reads a sensor, by its setting Receiver:Name. Those of before have none, and stay with the Receiver that
-- has no name.
alter table sensors
  add column receiver text check (receiver ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  add constraint sensors_pushed_has_no_receiver check (driver <> 'push' or receiver is null);
comment on column sensors.receiver is 'The Receiver:Name of the Receiver that reads it; null for the one that has no name. Samples that are pushed come by Web: there it stays null.';

-- Who is the Receiver of a name. Two that run under one name would both read its sensors: the second finds the name taken
-- here, and reads nothing.
create table receivers (
  name     text primary key check (name ~ '^([A-Za-z0-9][A-Za-z0-9._-]{0,63})?$'),
  host     text not null,
  pid      integer not null,
  instance text not null,
  seen_at  timestamptz not null
);
comment on table receivers is 'The name is empty for the Receiver that has none.';
comment on column receivers.instance is 'Which process of the host it is, for ever: boot, pid and start.';
comment on column receivers.seen_at is 'When it last said so, every half a minute.';

-- Which Receiver a question is for: null for the one without a name.
alter table sensor_requests add column receiver text;

grant select, insert, update, delete on receivers to powermeter_receiver;
grant select on receivers to powermeter_processor, powermeter_web;
grant insert (receiver) on sensor_requests to powermeter_web;

-- Whether a Receiver of this name lives: it beats every second. One that has not yet taken its name counts as without.
create function receiver_lives(named text, within interval) returns boolean language sql stable as $$
  select exists (
    select from process_heartbeats beat
    where beat.process = 'receiver' and beat.beat_at > now() - within
      and coalesce(named, '') = coalesce((select r.name from receivers r where r.host = beat.host and r.pid = beat.pid limit 1), ''))
$$;
revoke execute on function receiver_lives(text, interval) from public;
grant execute on function receiver_lives(text, interval) to powermeter_receiver, powermeter_processor, powermeter_web;

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
            then concat('No data since ', to_char(status.last_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                        ': a sample was due every ', s.period_s::numeric, ' s. Look whether the device that pushes it runs and reaches this machine.',
                        ' The last push was refused: ' || status.error)
            else status.error end as error,
       coalesce(status.spool_depth, 0) as spool_depth, s.retired_at
from sensors s
join measure_types t on t.id = s.measure_type_id
left join sensor_status status on status.sensor_id = s.id
-- Three periods without a sample are silence, but no less than a quarter of a minute is.
left join lateral (
  select status.last_seen + make_interval(secs => greatest(15, 3 * s.period_s)) as begun
) as due on s.driver = 'push'
left join lateral (select due.begun where due.begun <= now()) as silence on true;

-- The keys that sign cookies and encrypt secrets (setting Keys:Store=database), each encrypted by a master key that is in
-- no database: whoever has these rows only has nothing. Only Web makes keys, and nobody changes or deletes one.
create table data_protection_keys (
  id         bigint generated always as identity primary key,
  name       text not null unique,
  xml        text not null,
  created_at timestamptz not null default now()
);
grant select, insert (name, xml) on data_protection_keys to powermeter_web;
grant select on data_protection_keys to powermeter_receiver, powermeter_processor;
