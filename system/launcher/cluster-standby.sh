# shellcheck shell=bash disable=SC2154 # directory, data, log, bin, profile and primary are private-cluster's
# A standby beside a private cluster, which follows it by streaming; and making it the primary.

# Runs a cluster's psql as postgres; SQL comes by stdin.
cluster_psql() { # DIR
  PGPASSFILE=$1/passwords/postgres.pgpass "$bin/psql" --no-psqlrc --quiet --no-password --tuples-only --no-align --set=ON_ERROR_STOP=1 \
    --host="$(<"$1/socket")" --port="$(<"$1/port")" --username=postgres --dbname=postgres --file=-
}

# Copies the primary, which must run, and starts the copy as its standby.
cluster_standby() {
  [[ ! -e $directory/initialized ]] || fail "$directory already holds a cluster: nothing was changed."
  [[ -r $primary/initialized ]] || fail "There is no cluster that $(id -un) can read in $primary: --of names the primary's directory."
  (directory=$primary data=$primary/data cluster_status >/dev/null) || fail "The cluster in $primary does not run: a standby is copied from one that does."
  ensure_service_user
  service_can_reach "$directory" || fail "The user '$(service_user)' cannot enter the way to $directory: choose a directory under one that everybody may enter."
  make_cluster_directories
  local role
  # One set of passwords: who may enter the primary may enter what replaces it.
  for role in "${cluster_roles[@]}"; do private_file "$directory/passwords/$role.pgpass" <"$primary/passwords/$role.pgpass"; done
  if ! (cd / && as_service env "PGPASSFILE=$directory/passwords/postgres.pgpass" "$bin/pg_basebackup" --pgdata="$data" --write-recovery-conf \
    --wal-method=stream --checkpoint=fast --no-sync --no-password --host="$(<"$primary/socket")" --port="$(<"$primary/port")" --username=postgres 2>&1) \
    | as_log_owner tee -- "$directory/log/basebackup.log" >/dev/null; then
    show_end_of "$directory/log/basebackup.log"
    fail "pg_basebackup could not copy the cluster in $primary."
  fi
  # Whom the primary waits for is no matter of its copy: once promoted it has nobody to wait for.
  as_service rm -f -- "$data/start.conf" "$data/synchronous.conf"
  private_file "$directory/initialized" <<<"standby of $primary"
  cluster_start
  if [[ $synchronous == yes ]]; then wait_for_standby; fi
}

# From now on the primary confirms a commit when the standby has it too.
wait_for_standby() {
  local tenths=100
  printf "synchronous_standby_names = '*'\n" | data=$primary/data as_cluster tee -- "$primary/data/synchronous.conf" >/dev/null
  cluster_psql "$primary" <<<'select pg_reload_conf();' >/dev/null
  until [[ $(cluster_psql "$primary" <<<"select count(*) from pg_stat_replication where sync_state = 'sync';") == 1 ]]; do
    ((tenths-- > 0)) || fail "The standby in $directory does not follow the cluster in $primary: see $log."
    sleep 0.1
  done
}

# Makes a standby the primary; returns when it takes writes.
cluster_promote() {
  postmaster_pid >/dev/null || fail "The cluster in $directory does not run: start it first."
  [[ -e $data/standby.signal ]] || fail "The cluster in $directory is no standby: nothing was changed."
  as_cluster "$bin/pg_ctl" promote --silent --wait --timeout=60 --pgdata="$data" >/dev/null || fail "The cluster in $directory could not be promoted: see $log."
}
