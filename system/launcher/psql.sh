# shellcheck shell=bash disable=SC2154 # root, data and rest are the launcher's
# ./powermeter psql: PostgreSQL's shell, as the owner of the demo's database.

# shellcheck source=system/launcher/postgres.sh
source "$launcher/postgres.sh"

command_psql() {
  find_data_directory "$@"
  if [[ ! -e $data/initialized ]] || ! "$root/system/private-cluster" status "$data" >/dev/null; then
    fail "The database in $data does not run: start the demo with './powermeter demo'."
  fi
  owner_psql "${rest[@]}"
}

owner_psql() { # the arguments of psql
  PGPASSFILE=$data/passwords/powermeter_owner.pgpass PGHOST=$(<"$data/socket") PGPORT=$(<"$data/port") \
    PGUSER=powermeter_owner PGDATABASE=powermeter PGCONNECT_TIMEOUT=3 "$(postgres_bin)/psql" "$@"
}
