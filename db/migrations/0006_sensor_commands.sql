-- What people ask of a sensor: Web writes it, the Receiver does it and says how it went.

create table sensor_commands (
  id           bigint generated always as identity primary key,
  sensor_id    integer not null references sensors (id) on delete cascade,
  command      text not null check (command in ('switch_on', 'switch_off', 'pair')),
  requested_by text not null check (length(requested_by) between 1 and 128),
  requested_at timestamptz not null default now(),
  -- After this it is no longer done: nobody wants a plug to switch when the Receiver comes back hours later.
  expires_at   timestamptz not null default now() + interval '15 seconds',
  done_at      timestamptz,
  error        text check (error is null or done_at is not null)
);
comment on column sensor_commands.error is 'Why it was not done; null with done_at set: it was done.';
create index sensor_commands_waiting on sensor_commands (expires_at) where done_at is null;
create index sensor_commands_by_sensor on sensor_commands (sensor_id);
create index sensor_commands_by_time on sensor_commands (requested_at);

-- To the Receiver when one is asked for, to whoever waits when one is done: the command's id.
create function notify_sensor_command() returns trigger language plpgsql as $$
begin
  perform pg_notify('commands', new.id::text);
  return null;
end $$;
create trigger notify_sensor_command after insert or update on sensor_commands for each row execute function notify_sensor_command();

-- Kept for a while, so that one can look who switched what. Nobody but this function may delete.
create function forget_old_sensor_commands() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from sensor_commands where requested_at < now() - interval '90 days';
  return null;
end $$;
create trigger forget_old_sensor_commands after insert on sensor_commands for each statement execute function forget_old_sensor_commands();

alter table sensor_status add column switched_on boolean;
comment on column sensor_status.switched_on is 'Whether the load is switched on; null for a sensor that does not switch.';

revoke execute on function notify_sensor_command(), forget_old_sensor_commands() from public;
grant select, insert on sensor_commands to powermeter_web;
grant select, update (done_at, error) on sensor_commands to powermeter_receiver;
