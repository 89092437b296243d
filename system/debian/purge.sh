# shellcheck shell=bash disable=SC2154 # state is postrm's
# Part of postrm: what purge takes away.

purge() {
  local answer
  answer=$(ask_what_to_purge)
  if [[ $answer == 'keep everything' ]]; then
    say "All measured data was kept: the database powermeter, and $state. Installing PowerMeter again takes them over."
    forget_question
    return
  fi
  drop_database
  rm -rf -- "$state/spool" "$state/keys" "$state/identity" "$state/passwords" "$state/dotnet" "$state/database-port" "$state/postgresql-settings"
  if [[ $answer == 'remove all' ]]; then
    rm -rf -- "$state"
  elif [[ -n $(ls -A -- "$state/backups" 2>/dev/null) ]]; then
    say "The backups were kept: $state/backups."
  fi
  rmdir --ignore-fail-on-non-empty -- "$state/backups" "$state" 2>/dev/null || true
  rm -rf -- /var/log/powermeter /etc/powermeter
  rm -f -- /etc/avahi/services/powermeter.service
  # What 'powermeter service' and 'port80' switched on: the units are gone already.
  rm -f -- /etc/systemd/system/*.wants/powermeter.target /etc/systemd/system/*.wants/powermeter-*.service
  disable_supervisor_programs
  forget_question
  # The user stays, as Debian's users do: a file of its may still lie somewhere, and the next user would get its number.
}

# debconf talks on standard output, which confmodule has made its third file.
ask_what_to_purge() {
  if [[ -n ${has_debconf:-} ]] && db_get powermeter/purge >&2 2>/dev/null; then
    db_fset powermeter/purge seen false >&2 || true
    db_input high powermeter/purge >&2 || true
    db_go >&2 || true
    db_get powermeter/purge >&2 || true
    printf '%s' "${RET:-keep the backups}"
  else
    printf 'keep the backups'
  fi
}

forget_question() { [[ -z ${has_debconf:-} ]] || db_purge || true; }

drop_database() {
  local port version name status how="su postgres -c 'dropdb --force powermeter; dropuser powermeter_web; dropuser powermeter_processor; dropuser powermeter_receiver; dropuser powermeter_owner'"
  # The settings are gone by now.
  port=$(cat -- "$state/database-port" 2>/dev/null) || return 0
  if ! type -P pg_lsclusters >/dev/null || ! read -r version name status < <(cluster_on_port "$port"); then
    say "PostgreSQL's cluster on port $port is not there any more, so the database powermeter was not dropped."
    return
  fi
  if [[ $status != online* ]]; then start_cluster "$version" "$name" || true; fi
  psql_as_postgres "$port" --file=- <<'SQL' || say "The database powermeter could not be dropped (see above): when PostgreSQL runs, do it with: $how"
drop database if exists powermeter with (force);
drop role if exists powermeter_web, powermeter_processor, powermeter_receiver, powermeter_owner;
SQL
}
