-- What the processes say of themselves and of the sensors.

create table sensor_status (
  sensor_id     integer primary key references sensors (id) on delete cascade,
  state         text not null check (state in ('starting', 'running', 'silent', 'absent', 'fault', 'paused')),
  since         timestamptz not null,
  last_seen     timestamptz,
  last_watts    double precision,
  volts         double precision,
  battery       double precision,
  samples       bigint not null default 0,
  rejected      bigint not null default 0,
  error         text,
  spool_depth   bigint not null default 0,
  spool_dropped bigint not null default 0,
  updated_at    timestamptz not null
);
comment on column sensor_status.samples is 'Samples accepted since the Receiver started.';
comment on column sensor_status.spool_depth is 'Samples of the whole Receiver that wait on disk for the database.';

-- Unlogged: one small update a second a process that no card has to bear.
create unlogged table process_heartbeats (
  process    text not null check (process in ('receiver', 'processor', 'web')),
  host       text not null,
  pid        integer not null,
  version    text not null,
  started_at timestamptz not null,
  beat_at    timestamptz not null,
  primary key (process, host, pid)
) with (fillfactor = 50);
