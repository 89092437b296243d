-- Which backups this base station made by itself, and how it went: what tells when the next one is due.

create table backup_runs (
  id          bigint generated always as identity primary key,
  host        text not null check (length(host) between 1 and 255),
  started_at  timestamptz not null,
  finished_at timestamptz not null check (finished_at >= started_at),
  file        text check (length(file) <= 255),
  bytes       bigint check (bytes >= 0),
  samples     bigint check (samples >= 0),
  error       text check (length(error) <= 1000),
  check ((error is null) = (file is not null) and (file is null) = (bytes is null) and (file is null) = (samples is null))
);
comment on table backup_runs is 'The nightly backups, the newest hundred.';
comment on column backup_runs.file is 'Its name in Backup:Directory of that host; null when it failed.';
create index backup_runs_by_start on backup_runs (started_at desc);

grant select, insert, delete on backup_runs to powermeter_web;

-- Web reads all that a backup has, in one snapshot.
grant select on w3bstream_spans to powermeter_web;
grant select on all sequences in schema public to powermeter_web;
