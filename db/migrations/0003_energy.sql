-- Energy, rolled up from the measures. Each row is a pure function of the measures, so that any span can be
-- computed again at any time. A bucket without coverage has no row.

create table energy_minutes (
  sensor_id integer not null,
  start     timestamptz not null,
  day_wh    double precision not null,
  night_wh  double precision not null,
  covered_s double precision not null check (covered_s > 0),
  min_w     double precision not null,
  max_w     double precision not null,
  primary key (sensor_id, start)
);
create table energy_quarters (like energy_minutes including all);
create table energy_hours (like energy_minutes including all);

comment on table energy_quarters is 'Fifteen minutes: the settlement period of the European electricity market.';

-- The work to be done: spans of measures that changed and whose roll-ups are not yet right.
create table pending_energy (
  id        bigint generated always as identity primary key,
  sensor_id integer not null,
  from_time timestamptz not null,
  to_time   timestamptz not null,
  queued_at timestamptz not null default clock_timestamp(),
  check (from_time <= to_time)
);
create index pending_energy_by_sensor on pending_energy (sensor_id);
comment on table pending_energy is 'Closed spans [from_time, to_time] of touched measures. NOTIFY only wakes; this is the queue.';

-- Whatever writes measures (COPY, insert, delete, re-tag) queues the touched span in the same transaction.
-- Security definer: whoever may write measures needs no right on the queue.
create function queue_touched_measures() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  span record;
begin
  -- What a foreign key would do, once a statement instead of once a row.
  if tg_op = 'INSERT' and exists (select from touched where not exists (select from sensors where id = touched.sensor_id)) then
    raise exception 'there is no sensor %', (select sensor_id from touched where not exists (select from sensors where id = touched.sensor_id) limit 1)
      using errcode = 'foreign_key_violation';
  end if;
  for span in
    insert into pending_energy (sensor_id, from_time, to_time)
    select sensor_id, min(time), max(time) from touched group by sensor_id
    returning sensor_id, from_time, to_time
  loop
    -- sensor:from:to in unix microseconds: the Processor wakes, the Web reads the new samples.
    perform pg_notify('measures', format('%s:%s:%s', span.sensor_id,
      (extract(epoch from span.from_time) * 1000000)::bigint, (extract(epoch from span.to_time) * 1000000)::bigint));
  end loop;
  return null;
end $$;

create function queue_updated_measures() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into pending_energy (sensor_id, from_time, to_time)
  select sensor_id, min(time), max(time)
  from (select sensor_id, time from old_rows union all select sensor_id, time from new_rows) as touched
  group by sensor_id;
  perform pg_notify('pending', '');
  return null;
end $$;

create trigger queue_inserted after insert on measures referencing new table as touched
  for each statement execute function queue_touched_measures();
create trigger queue_deleted after delete on measures referencing old table as touched
  for each statement execute function queue_touched_measures();
create trigger queue_updated after update on measures referencing old table as old_rows new table as new_rows
  for each statement execute function queue_updated_measures();

-- A gap rule that changes makes every roll-up of the sensor stale.
create function queue_whole_sensor() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into pending_energy (sensor_id, from_time, to_time)
  select new.id, min(time), max(time) from measures where sensor_id = new.id having count(*) > 0;
  perform pg_notify('pending', '');
  return null;
end $$;

create trigger queue_gap_change after update on sensors for each row
  when (old.max_gap_s is distinct from new.max_gap_s) execute function queue_whole_sensor();
