-- Accounts: who is signed in where, and what keeps a site from losing its last administrator.

-- A row a browser that is signed in. Its cookie holds 256 random bits, of which this is the SHA-256.
create table sessions (
  id           integer generated always as identity primary key,
  user_id      integer not null references users (id) on delete cascade,
  key_hash     bytea not null unique check (length(key_hash) = 32),
  stamp        text not null check (length(stamp) between 1 and 64),
  created_at   timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at   timestamptz not null,
  address      text check (length(address) <= 64),
  user_agent   text not null default '' check (length(user_agent) <= 300)
);
comment on column sessions.stamp is 'Of role and password then: a session of another password is worth nothing, whatever wrote that.';
comment on column sessions.last_seen_at is 'Written at most every five minutes.';
comment on column sessions.address is 'Of the connection that signed in.';
create index sessions_by_user on sessions (user_id);

grant select, insert, delete on sessions to powermeter_web;
grant update (stamp, last_seen_at, expires_at) on sessions to powermeter_web;

-- The site's administrators make and revoke tokens; none comes back from the dead, and none changes its scope.
grant insert (name, user_id, scope, token_hash) on api_tokens to powermeter_web;
create function revoke_token(token_id integer) returns boolean language sql security definer set search_path = public, pg_temp as $$
  with revoked as (update api_tokens set revoked_at = now() where id = token_id and revoked_at is null returning 1)
  select exists (select from revoked)
$$;
revoke execute on function revoke_token(integer) from public;
grant execute on function revoke_token(integer) to powermeter_web;

-- Whoever loses a right loses it at once: every Web process forgets what it knew of sessions and tokens when this arrives.
create function notify_accounts() returns trigger language plpgsql as $$
begin
  perform pg_notify('accounts', tg_table_name);
  return null;
end $$;
create trigger notify_sessions after delete or update of stamp on sessions for each statement execute function notify_accounts();
create trigger notify_users after insert or delete or update of role, password_hash on users for each statement execute function notify_accounts();
create trigger notify_tokens after update of revoked_at on api_tokens for each statement execute function notify_accounts();

-- A site without an administrator could never be changed again. One at a time: two who demote each other would both see the other.
create function keep_an_administrator() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext('powermeter.administrators'));
  if not exists (select from users where role = 'admin') then
    raise exception 'the last administrator can neither be removed nor become a reader' using errcode = 'check_violation', constraint = 'users_last_administrator';
  end if;
  return null;
end $$;
create trigger keep_an_administrator after delete or update of role on users for each statement execute function keep_an_administrator();
revoke execute on function notify_accounts(), keep_an_administrator() from public;

-- What the site lets be seen without signing in; absent: nothing.
comment on table settings is 'Site-wide settings: time_zone (IANA name), currency (ISO 4217), site_name, dashboard_on_lan (true or false).';
