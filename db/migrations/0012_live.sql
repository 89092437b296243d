-- What happened to the measures lately, so that whoever follows them live misses nothing: not a sample that came late, not
-- one whose transaction took long, not what came while nobody listened. Neither ids nor times can say that: ids are handed
-- out by the hundred to each connection, and times come in any order. Transactions and snapshots can.
create table measure_changes (
  xid        xid8 not null default pg_current_xact_id(),
  sensor_id  integer not null,
  from_time  timestamptz not null,
  to_time    timestamptz not null,
  deleted    boolean not null,
  changed_at timestamptz not null default clock_timestamp(),
  check (from_time <= to_time)
);
comment on table measure_changes is 'Closed spans [from_time, to_time] of measures that were written or deleted, for some hours. Read with a snapshot: what is not visible in it is new since.';
create index measure_changes_by_xid on measure_changes (xid);
create index measure_changes_by_time on measure_changes (changed_at);

create function log_measure_changes() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into measure_changes (sensor_id, from_time, to_time, deleted)
  select sensor_id, min(time), max(time), tg_op = 'DELETE' from touched group by sensor_id;
  -- Who was away for an hour still finds what a transaction of three hours, such as a large import, wrote at its beginning.
  -- Two writers never wait for each other here.
  delete from measure_changes where ctid = any (array(
    select ctid from measure_changes where changed_at < now() - interval '4 hours' limit 1000 for update skip locked));
  return null;
end $$;
revoke execute on function log_measure_changes() from public;

create trigger log_inserted after insert on measures referencing new table as touched
  for each statement execute function log_measure_changes();
create trigger log_deleted after delete on measures referencing old table as touched
  for each statement execute function log_measure_changes();
create trigger log_updated after update on measures referencing new table as touched
  for each statement execute function log_measure_changes();

grant select on measure_changes to powermeter_web;
