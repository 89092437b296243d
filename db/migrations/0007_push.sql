-- Other meters push their samples over HTTP: the tokens they come with, and how such a sensor is.

-- A token is 256 random bits, so a plain hash of it tells nothing and cannot be guessed: SHA-256 of the text as it is sent.
create table api_tokens (
  id           integer generated always as identity primary key,
  name         text not null check (length(name) between 1 and 64),
  user_id      integer not null references users (id) on delete cascade,
  scope        text not null check (scope in ('read', 'write', 'admin')),
  token_hash   bytea not null unique check (length(token_hash) = 32),
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at   timestamptz
);
comment on table api_tokens is 'Bearer tokens of the API. What a token may do is the lesser of its scope and its user''s role.';
comment on column api_tokens.last_used_at is 'Written at most once a minute.';
-- The name of a revoked token is free again.
create unique index api_tokens_by_name on api_tokens (name) where revoked_at is null;

-- For a sensor whose samples are pushed no Receiver speaks: the Web process notes what came, and its silence shows by
-- the clock alone. last_seen is the time of its newest sample, so an import of old ones does not make it live.
grant insert (sensor_id, state, since, last_seen, last_watts, volts, battery, samples, rejected, error, updated_at)
  on sensor_status to powermeter_web;
grant update (state, since, last_seen, last_watts, volts, battery, samples, rejected, error, updated_at)
  on sensor_status to powermeter_web;
grant select on api_tokens to powermeter_web;
grant update (last_used_at) on api_tokens to powermeter_web;

comment on column sensor_status.samples is 'Samples accepted since the Receiver started; ever, for a sensor whose samples are pushed.';

-- How every sensor is now, in one place for the pages, the API and the command line.
create view sensors_now as
select s.id, s.name, t.name as type, t.id as type_id, s.driver, s.period_s, s.max_gap_s, s.enabled,
       case when s.driver = 'push' then
              case when not s.enabled then 'paused'
                   when status.last_seen is null then status.state
                   when silence.begun is null then 'running'
                   else 'silent' end
            when status.state is null or status.state = 'paused' then status.state
            -- A Receiver beats every second; after three seconds of silence what it said last is no longer the truth.
            when exists (select from process_heartbeats
                         where process = 'receiver' and beat_at > now() - interval '3 seconds') then status.state
            else 'stopped' end as state,
       case when s.driver = 'push' then coalesce(silence.begun, status.since) else status.since end as since,
       status.last_seen, status.last_watts, status.volts, status.battery, status.switched_on,
       coalesce(status.samples, 0) as samples, coalesce(status.rejected, 0) as rejected,
       case when s.driver = 'push' and s.enabled and silence.begun is not null
            then concat('No data since ', to_char(status.last_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                        ': a sample was due every ', s.period_s::numeric, ' s. Look whether the device that pushes it runs and reaches this machine.',
                        ' The last push was refused: ' || status.error)
            else status.error end as error,
       coalesce(status.spool_depth, 0) as spool_depth
from sensors s
join measure_types t on t.id = s.measure_type_id
left join sensor_status status on status.sensor_id = s.id
-- Three periods without a sample are silence, but no less than a quarter of a minute is.
left join lateral (
  select status.last_seen + make_interval(secs => greatest(15, 3 * s.period_s)) as begun
) as due on s.driver = 'push'
left join lateral (select due.begun where due.begun <= now()) as silence on true;
comment on view sensors_now is 'state is null when nobody ever spoke of the sensor, and stopped when its Receiver does not live.';
grant select on sensors_now to powermeter_web;

-- The pages show the switch as it is, also when only that changed.
create function notify_switched() returns trigger language plpgsql as $$
begin
  perform pg_notify('status', new.sensor_id::text);
  return null;
end $$;
create trigger notify_switched after update on sensor_status for each row
  when (old.switched_on is distinct from new.switched_on) execute function notify_switched();
revoke execute on function notify_switched() from public;
