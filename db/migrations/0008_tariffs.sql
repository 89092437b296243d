-- Money: prices with or without VAT, and changes of contracts that reach into the past.

alter table contracts
  add column prices_include_vat boolean not null default true,
  add column vat_percent numeric(5, 2) not null default 0 check (vat_percent between 0 and 100);
comment on column contracts.prices_include_vat is 'Whether the prices and the standing charge include VAT. What is answered always does.';

-- Counts the states of what tells night from day and sets the prices: contracts and the site's zone. Whoever combines
-- roll-ups with a calendar that he keeps reads it in the snapshot of the roll-ups, and knows whether the two fit.
create table tariff_version (
  only_row boolean primary key default true check (only_row),
  version  bigint not null
);
insert into tariff_version (version) values (1);

create function bump_tariff_version() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update tariff_version set version = version + 1;
  return null;
end $$;
create trigger bump_tariff_version after insert or update or delete on contracts
  for each statement execute function bump_tariff_version();
create trigger bump_tariff_version_added after insert on settings
  for each row when (new.key = 'time_zone') execute function bump_tariff_version();
create trigger bump_tariff_version_changed after update on settings
  for each row when (new.key = 'time_zone' and old.value is distinct from new.value) execute function bump_tariff_version();

-- Each change of the contracts or the zone. One that moves the tariff of samples that there are is worked off by the
-- Processor, which tags them anew and applies it in one transaction; any other is applied when it is asked for.
create table tariff_changes (
  id                 bigint generated always as identity primary key,
  contracts          jsonb not null check (jsonb_typeof(contracts) = 'array'),
  time_zone          text not null,
  requested_by       text not null check (length(requested_by) between 1 and 128),
  requested_at       timestamptz not null default now(),
  started_at         timestamptz,
  samples_total      bigint check (samples_total >= 0),
  samples_done       bigint not null default 0 check (samples_done >= 0),
  finished_at        timestamptz,
  error              text check (error is null or finished_at is not null),
  replaced_contracts jsonb,
  replaced_time_zone text,
  checked_at         timestamptz
);
comment on column tariff_changes.contracts is 'The whole new list: provider_id or provider_name, threshold_w, and the columns of contracts.';
comment on column tariff_changes.samples_total is 'Samples whose tariff is looked at; null until the Processor has counted them.';
comment on column tariff_changes.error is 'Why it was given up; nothing was changed then.';
comment on column tariff_changes.replaced_contracts is 'valid_from and off_peak of the contracts that it replaced: what samples written meanwhile may still be tagged by.';
comment on column tariff_changes.checked_at is 'When what was written during the change had been looked at for the last time.';
create unique index tariff_changes_one_at_a_time on tariff_changes ((true)) where finished_at is null;
create index tariff_changes_unchecked on tariff_changes (id) where checked_at is null;

create function notify_tariff_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('tariffs', new.id::text);
  return null;
end $$;
create trigger notify_tariff_change after insert or update on tariff_changes for each row execute function notify_tariff_change();

-- The provider that an entry of a change's list names.
create function provider_of(entry jsonb) returns integer language sql stable set search_path = public, pg_temp as $$
  select coalesce((select id from providers where id = (entry ->> 'provider_id')::integer),
                  (select id from providers where name = entry ->> 'provider_name'))
$$;

-- Puts the change's list and zone in force, and does nothing else. Refused when contracts or zone are no longer those of
-- the version that the caller reckoned with.
create function apply_tariff_change(change_id bigint, expected_version bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  change tariff_changes;
begin
  select * into change from tariff_changes where id = change_id and finished_at is null for update;
  if not found then
    raise exception 'there is no unfinished change % of the tariffs', change_id using errcode = 'no_data_found';
  end if;
  perform from tariff_version where version = expected_version for update;
  if not found then
    raise exception 'the contracts or the time zone were changed meanwhile' using errcode = 'serialization_failure';
  end if;

  update tariff_changes
  set replaced_contracts = (select coalesce(jsonb_agg(jsonb_build_object('valid_from', valid_from, 'off_peak', off_peak)), '[]') from contracts),
      replaced_time_zone = (select value from settings where key = 'time_zone'),
      finished_at = clock_timestamp()
  where id = change_id;

  insert into providers (name, measure_type_id)
  select distinct entry ->> 'provider_name', (select min(id) from measure_types)
  from jsonb_array_elements(change.contracts) as entry
  where not exists (select from providers where id = (entry ->> 'provider_id')::integer or name = entry ->> 'provider_name');

  update providers set threshold_w = (entry ->> 'threshold_w')::integer
  from jsonb_array_elements(change.contracts) as entry
  where entry ? 'threshold_w' and providers.id = provider_of(entry)
    and threshold_w is distinct from (entry ->> 'threshold_w')::integer;

  -- A contract whose date stays keeps its id.
  delete from contracts where valid_from not in
    (select (entry ->> 'valid_from')::date from jsonb_array_elements(change.contracts) as entry);
  insert into contracts as old (provider_id, valid_from, day_price_per_kwh, night_price_per_kwh, standing_charge_per_month,
                                prices_include_vat, vat_percent, off_peak)
  select provider_of(entry), (entry ->> 'valid_from')::date,
         (entry ->> 'day_price_per_kwh')::numeric, (entry ->> 'night_price_per_kwh')::numeric, (entry ->> 'standing_charge_per_month')::numeric,
         (entry ->> 'prices_include_vat')::boolean, (entry ->> 'vat_percent')::numeric, entry ->> 'off_peak'
  from jsonb_array_elements(change.contracts) as entry
  on conflict (valid_from) do update
  set provider_id = excluded.provider_id, day_price_per_kwh = excluded.day_price_per_kwh, night_price_per_kwh = excluded.night_price_per_kwh,
      standing_charge_per_month = excluded.standing_charge_per_month, prices_include_vat = excluded.prices_include_vat,
      vat_percent = excluded.vat_percent, off_peak = excluded.off_peak;

  insert into settings as old (key, value) values ('time_zone', change.time_zone)
  on conflict (key) do update set value = excluded.value where old.value is distinct from excluded.value;
end $$;

revoke execute on function bump_tariff_version(), notify_tariff_change(), provider_of(jsonb), apply_tariff_change(bigint, bigint) from public;
grant execute on function apply_tariff_change(bigint, bigint) to powermeter_processor, powermeter_web;
grant select on tariff_version, tariff_changes to powermeter_processor, powermeter_web;
grant insert (contracts, time_zone, requested_by) on tariff_changes to powermeter_web;
grant update (started_at, samples_total, samples_done, finished_at, error, checked_at) on tariff_changes to powermeter_processor;
