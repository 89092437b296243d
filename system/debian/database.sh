# shellcheck shell=bash disable=SC2154 # state is the maintainer script's
# Part of the maintainer scripts: Debian's own PostgreSQL cluster, which holds the database.

# Starts the cluster on the port of the settings, and makes one where the machine has none.
require_cluster() {
  local port version name status
  port=$(database_port)
  if ! pg_lsclusters --no-header 2>/dev/null | grep -q .; then
    version=$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -n 1 | cut -d / -f 5)
    say "This machine has no database cluster: making PostgreSQL's usual one, $version/main."
    pg_createcluster "$version" main --port "$port" >/dev/null || fail "PostgreSQL's cluster could not be made (see above): run 'pg_createcluster $version main --start' and then 'dpkg --configure powermeter'."
  fi
  read -r version name status < <(cluster_on_port "$port") \
    || fail "No PostgreSQL cluster of this machine uses port $port ('pg_lsclusters' lists them): write the port of the one that is meant to \"Database\" in $settings_file, and run 'dpkg --configure powermeter'."
  [[ $status != online* ]] || return 0
  say "PostgreSQL does not run: starting its cluster $version/$name."
  if ! start_cluster "$version" "$name" || ! database_runs_on "$port"; then
    fail "PostgreSQL's cluster $version/$name could not be started (see above and /var/log/postgresql). When 'pg_ctlcluster $version $name start' works, run 'dpkg --configure powermeter': it goes on from there."
  fi
}

start_cluster() { # VERSION NAME
  # A server that outlives this script must not hold on to its files, such as debconf's pipe.
  pg_ctlcluster "$1" "$2" start 3>&- </dev/null >&2
}

psql_as_postgres() { # PORT, arguments of psql; the script on standard input
  local port=$1
  shift
  (cd / && runuser -u postgres -- env -i PATH="$PATH" PGOPTIONS='-c client_min_messages=warning' \
    psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 --port="$port" --dbname=postgres "$@")
}
