-- What people correct or delete: who, when, what and why, with the samples as they were, so that it can be taken back.

create table corrections (
  id             bigint generated always as identity primary key,
  sensor_id      integer not null,
  kind           text not null check (kind in ('delete', 'set', 'scale', 'shift')),
  from_time      timestamptz not null,
  to_time        timestamptz not null,
  amount         double precision,
  shift_us       bigint not null default 0,
  samples        bigint not null default 0 check (samples >= 0),
  before_wh      double precision,
  after_wh       double precision,
  before_cost    numeric,
  after_cost     numeric,
  currency       text not null,
  tariff_version bigint not null,
  reason         text not null check (length(reason) <= 500),
  requested_by   text not null check (length(requested_by) between 1 and 200),
  requested_at   timestamptz not null default now(),
  undone_at      timestamptz,
  undone_by      text check (length(undone_by) between 1 and 200),
  restored       bigint check (restored >= 0),
  check (from_time < to_time),
  check ((kind in ('set', 'scale')) = (amount is not null)),
  check ((kind = 'shift') = (shift_us <> 0)),
  check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (restored is null))
);
comment on table corrections is 'Each correction and deletion of samples. An undone one stays.';
comment on column corrections.to_time is 'Excluded, as every end of a span.';
comment on column corrections.amount is 'set: watts; scale: the factor.';
comment on column corrections.shift_us is 'shift: what was added to the time, in microseconds.';
comment on column corrections.before_wh is 'Energy of the samples and of the segments beside them; null where it was not reckoned.';
comment on column corrections.tariff_version is 'Of the calendar that the samples kept aside are tagged by.';
comment on column corrections.restored is 'Samples that the undoing put back; fewer than samples when others had come to their times.';
create index corrections_by_sensor on corrections (sensor_id, id desc);

-- No foreign key: its check would run for each of millions of rows. What is kept goes with its correction by the trigger below.
create table corrected_measures (
  correction_id bigint not null,
  time          timestamptz not null,
  id            bigint not null,
  watts         double precision not null,
  volts         real,
  battery       real,
  night_rate    boolean not null,
  primary key (correction_id, time)
);
comment on table corrected_measures is 'The samples as they were before a correction changed or deleted them.';

create function forget_corrected_measures() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from corrected_measures where correction_id in (select id from gone);
  return null;
end $$;
revoke execute on function forget_corrected_measures() from public;
create trigger forget_corrected_measures after delete on corrections referencing old table as gone
  for each statement execute function forget_corrected_measures();

grant select, insert, delete on corrections to powermeter_web;
grant update (from_time, to_time, samples, undone_at, undone_by, restored) on corrections to powermeter_web;
grant select, insert on corrected_measures to powermeter_web;
