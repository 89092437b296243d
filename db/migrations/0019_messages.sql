-- What the processes complain about, for the health page: one row a kind of complaint, with the latest words of it. Each process
-- keeps its own, at most some dozens, written at most every ten seconds; the whole log stays in the log files.
create table process_messages (
  process  text not null check (process in ('receiver', 'processor', 'web')),
  host     text not null,
  source   text not null check (length(source) between 1 and 200),
  level    text not null check (level in ('warning', 'error', 'critical')),
  message  text not null check (length(message) <= 1000),
  first_at timestamptz not null,
  last_at  timestamptz not null check (last_at >= first_at),
  times    bigint not null check (times > 0),
  primary key (process, host, source)
);
comment on column process_messages.source is 'Which part of the program, and which of its sentences.';
grant select, insert, update, delete on process_messages to powermeter_receiver, powermeter_processor, powermeter_web;

alter table process_heartbeats add column clock_doubt text check (length(clock_doubt) <= 1000);
comment on column process_heartbeats.clock_doubt is 'Why a Receiver does not believe the clock of its machine: readings wait for it; null when it does.';
