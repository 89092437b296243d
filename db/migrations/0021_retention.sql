-- Raw samples may be kept for so many months only. Roll-ups are kept for ever, so a month's samples go only when its
-- roll-ups are complete, and a roll-up before the horizon is never computed again: nothing is there to compute it from.

alter table settings add constraint settings_raw_months check (
  key <> 'raw_months' or case when value ~ '^[1-9][0-9]{0,3}$' then value::integer between 2 and 1200 else false end);
comment on table settings is
  'Site-wide settings: time_zone (IANA name), currency (ISO 4217), site_name; of the small display, where they are set: display_language (en, fr), display_rotation (degrees), display_sensors (ids with commas); raw_months: for how many months samples are kept, 2 to 1200, absent for ever.';

create table raw_horizon (
  only_row boolean primary key default true check (only_row),
  horizon  timestamptz not null default '-infinity'
           check (horizon = '-infinity' or extract(day from horizon at time zone 'UTC') = 1 and (horizon at time zone 'UTC')::time = '00:00')
);
comment on table raw_horizon is 'Samples before it, the beginning of a month in UTC, were removed; none are taken there any more.';
insert into raw_horizon default values;

create table measures_dropped (
  month      date primary key check (extract(day from month) = 1),
  samples    bigint not null check (samples >= 0),
  bytes      bigint not null check (bytes >= 0),
  corrected  bigint not null check (corrected >= 0),
  dropped_at timestamptz not null default now()
);
comment on table measures_dropped is 'The months (UTC) whose samples were removed, how many and how big they were.';
comment on column measures_dropped.corrected is 'Samples that corrections had kept aside and that went with them.';

-- Before when samples are old enough to go, if they are kept for so many months; null for ever. A clock that is ahead must
-- not make samples old: what counts is the newest one.
create function raw_limit(months integer) returns timestamptz
language sql stable set search_path = public, pg_temp as $$
  select date_trunc('month', (least(now(), newest.time) at time zone 'UTC') - make_interval(months => months)) at time zone 'UTC'
  from (select max(last.time) as time from sensors cross join lateral
          (select time from measures where sensor_id = sensors.id order by time desc limit 1) as last) as newest
  where newest.time is not null
$$;

create function raw_months() returns integer
language sql stable set search_path = public, pg_temp as $$ select value::integer from settings where key = 'raw_months' $$;

create or replace function ensure_measure_partitions(from_time timestamptz, until_time timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  month timestamp := date_trunc('month', from_time at time zone 'UTC');
  last  timestamp := date_trunc('month', until_time at time zone 'UTC');
  part  text;
  made  integer := 0;
begin
  if from_time is null or until_time is null or from_time < '2000-01-01Z' or until_time >= '2100-01-01Z' then
    raise exception 'measures are kept for 2000 to 2099, not for % to %', from_time, until_time
      using errcode = 'datetime_field_overflow';
  end if;
  perform refuse_removed(from_time);
  while month <= last loop
    part := 'measures_' || to_char(month, 'YYYY_MM');
    -- Looked up in the catalogue, not by to_regclass: its cache would not see what another session made while this one
    -- waited for the lock.
    if not exists (select from pg_class where relname = part and relnamespace = 'public'::regnamespace) then
      perform pg_advisory_xact_lock(hashtext('ensure_measure_partitions'));
      perform refuse_removed(from_time);
      if not exists (select from pg_class where relname = part and relnamespace = 'public'::regnamespace) then
        execute format('create table %I (like measures including defaults including constraints)', part);
        execute format('alter table measures attach partition %I for values from (%L) to (%L)', part,
                       month at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
        made := made + 1;
      end if;
    end if;
    month := month + interval '1 month';
  end loop;
  return made;
end $$;

-- 22R01 is ours: of the class of wrong data, so that whoever writes a batch looks for the samples that are to blame.
create function refuse_removed(sample_time timestamptz) returns void
language plpgsql stable set search_path = public, pg_temp as $$
declare
  until timestamptz := (select horizon from raw_horizon);
begin
  if sample_time < until then
    raise exception 'samples before % were removed by retention, and none are taken there any more', to_char(until at time zone 'UTC', 'YYYY-MM-DD')
      using errcode = '22R01';
  end if;
end $$;

create or replace function queue_touched_measures() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  span record;
begin
  if tg_op = 'INSERT' then
    -- What a foreign key would do, once a statement instead of once a row.
    if exists (select from touched where not exists (select from sensors where id = touched.sensor_id)) then
      raise exception 'there is no sensor %', (select sensor_id from touched where not exists (select from sensors where id = touched.sensor_id) limit 1)
        using errcode = 'foreign_key_violation';
    end if;
    perform refuse_removed(min(time)) from touched;
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

-- The last sample before the horizon is kept for the segment that reaches over it: its tariff may change, its power not.
create or replace function queue_updated_measures() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform refuse_removed(min(old_rows.time)) from old_rows join new_rows using (sensor_id, time) where old_rows.watts is distinct from new_rows.watts;
  insert into pending_energy (sensor_id, from_time, to_time)
  select sensor_id, min(time), max(time)
  from (select sensor_id, time from old_rows union all select sensor_id, time from new_rows) as touched
  group by sensor_id;
  perform pg_notify('pending', '');
  return null;
end $$;

-- Removes the samples of a month, the oldest there are, but for the last one of each sensor, which the first segment of
-- the next month begins with. Whoever calls it has proved that the roll-ups are complete, and holds the locks of all
-- sensors' roll-ups. Refused (55000) while anything of it is still to be computed, and when the setting does not ask for it.
create function drop_measure_month(month date) returns bigint
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $$
declare
  part    text := 'measures_' || to_char(month, 'YYYY_MM');
  removed text := part || '_removed';
  next    timestamptz := (month + interval '1 month') at time zone 'UTC';
  before  timestamptz;
  other   text;
  samples bigint;
  bytes   bigint;
  kept    bigint;
begin
  if month is null or extract(day from month) <> 1 then
    raise exception 'month is %; allowed: the first day of a month', month using errcode = 'invalid_parameter_value';
  end if;
  -- Whoever waits behind this lock waits two seconds at most.
  lock table measures in access exclusive mode;
  select horizon into before from raw_horizon for update;
  if next > coalesce(raw_limit(raw_months()), '-infinity') then
    raise exception 'the samples of % are to be kept', to_char(month, 'YYYY-MM') using errcode = 'object_not_in_prerequisite_state';
  end if;
  if next <= before or not exists (select from pg_class where relname = part and relnamespace = 'public'::regnamespace) then
    raise exception 'the samples of % are not there', to_char(month, 'YYYY-MM') using errcode = 'object_not_in_prerequisite_state';
  end if;
  if exists (select from pending_energy where from_time < next) then
    raise exception 'the roll-ups of % are still to be computed', to_char(month, 'YYYY-MM') using errcode = 'object_not_in_prerequisite_state';
  end if;
  if exists (select from tariff_changes where finished_at is null) then
    raise exception 'a change of the tariffs is under way' using errcode = 'object_not_in_prerequisite_state';
  end if;

  for other in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'measures'::regclass and c.relname < part
  loop
    if before = '-infinity' or other >= 'measures_' || to_char(before at time zone 'UTC', 'YYYY_MM') then
      raise exception 'there are older samples than those of %', to_char(month, 'YYYY-MM') using errcode = 'object_not_in_prerequisite_state';
    end if;
    execute format('drop table %I', other);
  end loop;

  execute format('select count(*), pg_total_relation_size(%L) from %I', part, part) into samples, bytes;
  execute format('alter table measures detach partition %I', part);
  execute format('alter table %I rename to %I', part, removed);
  execute format('create table %I (like measures including defaults including constraints)', part);
  -- No gap that is bridged is longer than a week.
  execute format('insert into %I (id, time, watts, sensor_id, volts, battery, night_rate)
                  select distinct on (sensor_id) id, time, watts, sensor_id, volts, battery, night_rate
                  from %I where time >= $1 order by sensor_id, time desc', part, removed) using next - interval '7 days';
  execute format('drop table %I', removed);
  execute format('alter table measures attach partition %I for values from (%L) to (%L)', part, month::timestamp at time zone 'UTC', next);

  delete from corrected_measures where time < next;
  get diagnostics kept = row_count;
  insert into measures_dropped (month, samples, bytes, corrected) values (drop_measure_month.month, samples, bytes, kept);
  update raw_horizon set horizon = next;
  perform pg_notify('configuration', 'raw_horizon');
  return samples;
end $$;

revoke execute on function raw_limit(integer), raw_months(), refuse_removed(timestamptz), drop_measure_month(date) from public;
grant execute on function raw_limit(integer), raw_months() to powermeter_processor, powermeter_web;
grant execute on function drop_measure_month(date) to powermeter_processor;
grant select on raw_horizon to powermeter_receiver, powermeter_processor, powermeter_web;
grant select on measures_dropped to powermeter_processor, powermeter_web;
