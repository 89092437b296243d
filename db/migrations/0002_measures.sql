-- Every sample, for ever. Partitioned by month (UTC), so that retention drops whole partitions.

create sequence measures_id_seq as bigint cache 100;

-- No foreign key to sensors: its check would run for each of millions of rows. The trigger in 0003_energy.sql looks once
-- a statement instead.
create table measures (
  id         bigint not null default nextval('measures_id_seq'),
  time       timestamptz not null,
  watts      double precision not null check (watts between -1e9 and 1e9),
  sensor_id  integer not null,
  volts      real,
  battery    real,
  night_rate boolean not null,
  primary key (sensor_id, time)
) partition by range (time);

alter sequence measures_id_seq owned by measures.id;
create index measures_by_id on measures (sensor_id, id);
comment on column measures.night_rate is 'Whether the off-peak tariff held at that time; set when the row is written.';
comment on column measures.battery is 'State of charge in percent, or the cell''s volts for sensors that say no more.';

-- Makes the monthly partitions that hold [from_time, until_time]. Months are UTC, so a name never means two spans.
-- The partition is made beside the table and attached, which does not shut readers and writers out.
create function ensure_measure_partitions(from_time timestamptz, until_time timestamptz) returns integer
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
  while month <= last loop
    part := 'measures_' || to_char(month, 'YYYY_MM');
    -- Looked up in the catalogue, not by to_regclass: its cache would not see what another session made while this one
    -- waited for the lock.
    if not exists (select from pg_class where relname = part and relnamespace = 'public'::regnamespace) then
      perform pg_advisory_xact_lock(hashtext('ensure_measure_partitions'));
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
