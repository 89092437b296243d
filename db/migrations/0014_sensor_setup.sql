-- Sensors as people set them up on the pages: calibrated, tried before they are stored, and put away without losing
-- what they measured.

alter table sensors
  add column calibration double precision not null default 1 check (calibration between 0.1 and 10),
  add column retired_at timestamptz,
  -- Whatever looks for sensors that are switched on so passes over the retired ones.
  add constraint sensors_retired_is_off check (retired_at is null or not enabled);
comment on column sensors.calibration is 'What its watts are multiplied by before they are stored, by a comparison with a reference meter. Samples that are pushed come as their sender calibrated them: there it stays 1.';
comment on column sensors.retired_at is 'Since when it is put away: it is read no more and stands in no list, and its samples, energy and money stay. It may be brought back.';
alter table sensors add constraint sensors_pushed_is_not_calibrated check (driver <> 'push' or calibration = 1);

create or replace view sensors_now as
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
left join lateral (select due.begun where due.begun <= now()) as silence on true
where s.retired_at is null;
comment on view sensors_now is 'Without the retired ones. state is null when nobody ever spoke of the sensor, and stopped when its Receiver does not live.';

-- What Web asks of a Receiver, whose machine has the devices: what there is, and one reading of a sensor that is not
-- stored yet. A request that nobody takes in time is done no more.
create table sensor_requests (
  id           bigint generated always as identity primary key,
  kind         text not null check (kind in ('probe', 'read')),
  driver       text,
  settings     jsonb check (jsonb_typeof(settings) = 'object'),
  period_s     double precision check (period_s between 0.001 and 86400),
  calibration  double precision check (calibration between 0.1 and 10),
  limit_s      double precision not null check (limit_s between 1 and 60),
  requested_at timestamptz not null default now(),
  expires_at   timestamptz not null,
  taken_at     timestamptz,
  done_at      timestamptz,
  result       jsonb,
  error        text check (error is null or done_at is not null),
  check (result is null or done_at is not null),
  check (case kind when 'read' then driver is not null and settings is not null and period_s is not null and calibration is not null
                   else driver is null and settings is null and period_s is null and calibration is null end)
);
comment on column sensor_requests.settings is 'As in sensors.settings: secrets are protected.';
comment on column sensor_requests.limit_s is 'How long it may take once it is taken.';
comment on column sensor_requests.expires_at is 'When it is taken no more.';
comment on column sensor_requests.error is 'Why it could not be done; null with done_at set: see result.';
create index sensor_requests_waiting on sensor_requests (expires_at) where taken_at is null;
create index sensor_requests_by_time on sensor_requests (requested_at);

-- To the Receiver when it is asked, to whoever waits when it is done: the request's id.
create function notify_sensor_request() returns trigger language plpgsql as $$
begin
  perform pg_notify('sensor_requests', new.id::text);
  return null;
end $$;
create trigger notify_sensor_request_asked after insert on sensor_requests for each row execute function notify_sensor_request();
create trigger notify_sensor_request_done after update on sensor_requests for each row
  when (old.done_at is null and new.done_at is not null) execute function notify_sensor_request();

-- Nobody needs what was tried an hour ago. Nobody but this function may delete.
create function forget_old_sensor_requests() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from sensor_requests where requested_at < now() - interval '1 hour';
  return null;
end $$;
create trigger forget_old_sensor_requests after insert on sensor_requests for each statement execute function forget_old_sensor_requests();

revoke execute on function notify_sensor_request(), forget_old_sensor_requests() from public;
grant select, insert (kind, driver, settings, period_s, calibration, limit_s, expires_at) on sensor_requests to powermeter_web;
grant select, update (taken_at, done_at, result, error) on sensor_requests to powermeter_receiver;

-- Web removes a sensor with all that it measured; what waits to be rolled up of it goes with it.
grant delete on energy_minutes, energy_quarters, energy_hours to powermeter_web;
