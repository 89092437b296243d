-- The first run: what was answered so far, until the last step writes all of it and deletes this. The one truth about
-- whether a base station is set up is that it has an administrator.

create table first_run (
  only_row   boolean primary key default true check (only_row),
  version    bigint not null default 1,
  browser    bytea not null check (length(browser) = 32),
  step       text not null check (length(step) between 1 and 32),
  draft      jsonb not null check (jsonb_typeof(draft) = 'object'),
  updated_at timestamptz not null default now()
);
comment on column first_run.version is 'Grows by each save: who saves over what he has not seen changes nothing.';
comment on column first_run.browser is 'SHA-256 of the random key in the cookie of the browser that answers. Secrets are for this one alone.';
comment on column first_run.draft is 'The password as its hash; keys and tokens protected, as sensors.settings has them.';

grant select, insert, update, delete on first_run to powermeter_web;
