-- One row: which life of the database this is. A restore begins another one, by which the three processes know that what
-- they remember is of the one before.

create table database_epoch (
  only_row boolean primary key default true check (only_row),
  epoch    uuid not null default gen_random_uuid(),
  since    timestamptz not null default now()
);

insert into database_epoch default values;

create trigger notify_epoch after update on database_epoch for each statement execute function notify_configuration();

grant select on database_epoch to powermeter_receiver, powermeter_processor, powermeter_web;
