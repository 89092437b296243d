-- Signed readings for W3bstream. The device's private key is a file, and never here.

-- What the user sets: one row.
create table w3bstream_settings (
  only_row           boolean primary key default true check (only_row),
  publish_url        text not null default '' check (length(publish_url) <= 2048),
  token              text not null default '' check (token = '' or token like 'protected:%'),
  profile            text not null default 'devnet' check (profile in ('devnet', 'task')),
  signature_encoding text not null default 'raw' check (signature_encoding in ('raw', 'der')),
  public_key_form    text not null default 'key' check (public_key_form in ('key', 'address')),
  timestamp_unit     text not null default 's' check (timestamp_unit in ('s', 'ms')),
  window_s           integer not null default 5 check (window_s between 1 and 300),
  sensors            integer[] not null default '{}',
  skip_zero          boolean not null default false,
  max_age_s          integer not null default 604800 check (max_age_s between 60 and 31536000),
  project_id         text not null default '',
  project_version    text not null default '',
  signed_keys        text[] not null default '{}',
  reward_steps       jsonb not null default '[{"below_w": 3, "tokens_per_hour": 10}, {"below_w": 5, "tokens_per_hour": 4}]'
                     check (jsonb_typeof(reward_steps) = 'array'),
  -- Whether readings are made and sent, as W3bstreamSettings.IsForwarding says.
  forwarding         boolean not null generated always as (
                       publish_url <> '' and case when profile = 'devnet' then token <> '' else project_id <> '' end) stored
);
comment on column w3bstream_settings.token is 'Encrypted by the key ring.';
comment on column w3bstream_settings.sensors is 'Whose power is read: the sum of these; empty for the first sensor that is not paused.';
comment on column w3bstream_settings.max_age_s is 'A message older than this is dropped and counted.';
comment on column w3bstream_settings.reward_steps is 'Ascending: below so many watts, so many tokens an hour; above the last step none.';
insert into w3bstream_settings default values;
create trigger notify_w3bstream_settings after update on w3bstream_settings for each statement execute function notify_configuration();

-- Readings that wait to be delivered, or were refused for good. A delivered one leaves.
create table w3bstream_outbox (
  id            bigint generated always as identity primary key,
  stream        text not null check (length(stream) between 1 and 1000),
  window_start  timestamptz not null,
  window_end    timestamptz not null check (window_end > window_start),
  watts         double precision not null,
  covered_s     double precision not null check (covered_s > 0),
  profile       text not null check (profile in ('devnet', 'task')),
  event_id      uuid not null,
  body          bytea not null,
  state         text not null default 'waiting' check (state in ('waiting', 'failed')),
  attempts      integer not null default 0 check (attempts >= 0),
  answer_status integer,
  answer        text check (length(answer) <= 500),
  answered_at   timestamptz,
  made_at       timestamptz not null default clock_timestamp(),
  unique (stream, window_start)
);
comment on column w3bstream_outbox.stream is 'The sensors of the sum, ascending, such as 3 or 1+4.';
comment on column w3bstream_outbox.body is 'Exactly the bytes that are sent, the signature among them.';
comment on column w3bstream_outbox.answer is 'The beginning of what the network said, or why there was no answer.';
create index w3bstream_outbox_waiting on w3bstream_outbox (window_end) where state = 'waiting';
create index w3bstream_outbox_failed on w3bstream_outbox (window_end) where state = 'failed';

-- Which time has been turned into readings, so that none is made twice, whatever became of it: spans that do not touch.
create table w3bstream_spans (
  from_time  timestamptz primary key,
  until_time timestamptz not null check (until_time > from_time)
);

-- How it goes: one row, kept by the Processor.
create table w3bstream_status (
  only_row           boolean primary key default true check (only_row),
  curve              text,
  public_key         text,
  ethereum_address   text,
  iotex_address      text,
  fault              text,
  fault_at           timestamptz,
  forwards_since     timestamptz,
  sent               bigint not null default 0,
  failed             bigint not null default 0,
  dropped            bigint not null default 0,
  last_sent_window   timestamptz,
  last_sent_at       timestamptz,
  last_answer_status integer,
  last_answer        text check (length(last_answer) <= 500),
  last_answer_at     timestamptz,
  retry_at           timestamptz,
  unmatched          boolean not null default false,
  task_id            text,
  task_state         text,
  task_state_at      timestamptz
);
comment on column w3bstream_status.fault is 'Why nothing is made or sent at present: an English sentence; null when all is well.';
comment on column w3bstream_status.failed is 'Refused for good, ever; those that were sent again and taken stay counted. Also readings that can never be signed.';
comment on column w3bstream_status.forwards_since is 'When forwarding was switched on: of the time before it no readings are made. Null while it is off.';
comment on column w3bstream_status.last_sent_window is 'The end of the newest window that was acknowledged.';
comment on column w3bstream_status.unmatched is 'The network takes the readings, but no applet is there for them.';
insert into w3bstream_status default values;

-- Whoever switches forwarding on or off, and whether a Processor runs or not.
create function note_forwarding() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update w3bstream_status set forwards_since = case when new.forwarding then clock_timestamp() end;
  return null;
end $$;
revoke execute on function note_forwarding() from public;
create trigger note_forwarding after update on w3bstream_settings
  for each row when (old.forwarding is distinct from new.forwarding) execute function note_forwarding();

-- What the readings should earn, by the table of thresholds that held when each was made.
create table reward_quarters (
  start     timestamptz primary key,
  tokens    double precision not null check (tokens >= 0),
  covered_s double precision not null check (covered_s >= 0)
);

create function notify_w3bstream() returns trigger language plpgsql as $$
begin
  perform pg_notify('w3bstream', tg_table_name);
  return null;
end $$;
create trigger notify_w3bstream_status after update on w3bstream_status for each statement execute function notify_w3bstream();
-- Web asks for refused readings to be sent again; the Processor wakes.
create trigger notify_w3bstream_outbox after update of state on w3bstream_outbox for each statement execute function notify_w3bstream();
revoke execute on function notify_w3bstream() from public;

grant select on w3bstream_settings to powermeter_processor, powermeter_web;
grant select, insert, delete on w3bstream_outbox to powermeter_processor;
grant update (state, attempts, answer_status, answer, answered_at) on w3bstream_outbox to powermeter_processor;
grant select, insert, update, delete on w3bstream_spans to powermeter_processor;
grant select, insert, update on reward_quarters to powermeter_processor;
grant select, update on w3bstream_status to powermeter_processor;
grant select on w3bstream_outbox, w3bstream_status, reward_quarters to powermeter_web;
grant update (publish_url, token, profile, signature_encoding, public_key_form, timestamp_unit, window_s, sensors, skip_zero, max_age_s,
              project_id, project_version, signed_keys, reward_steps) on w3bstream_settings to powermeter_web;
grant update (state, attempts) on w3bstream_outbox to powermeter_web;
