# shellcheck shell=bash disable=SC2154 # directory, data, bin, profile and system are private-cluster's
# Making a private cluster: directories, passwords, settings, roles and the database.

cluster_roles=(postgres powermeter_owner powermeter_receiver powermeter_processor powermeter_web)

cluster_init() {
  [[ ! -e $directory/initialized ]] || fail "$directory already holds a cluster: nothing was changed."
  ensure_service_user
  service_can_reach "$directory" \
    || fail "The user '$(service_user)', who is to own the cluster, cannot enter the way to $directory: choose a directory under one that everybody may enter."
  # Half made by an init that was killed: nobody's data yet.
  if [[ -d $data ]]; then cluster_kill; fi
  # An init that is interrupted or fails leaves no server running.
  trap '[[ ! -d $data ]] || cluster_stop' EXIT
  make_cluster_directories
  local role
  for role in "${cluster_roles[@]}"; do make_password "$role"; done
  make_data
  write_settings
  cluster_start
  create_database
  cluster_stop
  # Written last: without it the next init begins anew.
  private_file "$directory/initialized" <<<"profile $profile"
}

make_cluster_directories() {
  local user parts=("$directory/run" "$directory/passwords")
  user=$(service_user)
  if [[ -d $directory && -n $(ls -A -- "$directory") ]]; then
    # A demo's directory is its caller's, and lets the cluster's user make things of its own in it.
    [[ $(stat -c %U -- "$directory") == "$user" || (-O $directory && -e $directory/.powermeter) ]] \
      || fail "$directory is not empty and belongs to $(stat -c %U -- "$directory"), not to $user: give an empty or a new directory."
  else
    mkdir -p -- "$directory"
    install -d -m 0700 -o "$user" -g "$(id -g "$user")" -- "$directory"
  fi
  [[ -d $directory/log ]] || parts+=("$directory/log")
  # What an interrupted init left; no cluster was in use yet.
  rm -rf -- "$data" "$directory/port" "$directory/socket"
  as_service install -d -m 0700 -- "${parts[@]}"
}

# Writes stdin to a new file that belongs to the cluster's user; private-cluster's umask makes its mode 0600.
private_file() { # PATH
  rm -f -- "$1"
  as_service tee -- "$1" >/dev/null
}

make_password() { # ROLE
  password_line "$1" "$(random_password)" | private_file "$directory/passwords/$1.pgpass"
}

password_of() { # ROLE
  local line
  line=$(<"$directory/passwords/$1.pgpass")
  printf '%s' "${line##*:}"
}

make_data() {
  local pwfile=$directory/passwords/initdb sync=()
  [[ $profile != test ]] || sync=(--no-sync)
  password_of postgres | private_file "$pwfile"
  # From / because the caller's directory may be closed to the cluster's user.
  if ! (cd / && as_service "$bin/initdb" --pgdata="$data" --username=postgres --pwfile="$pwfile" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --data-checksums "${sync[@]}" 2>&1) \
    | as_log_owner tee -- "$directory/log/initdb.log" >/dev/null; then
    rm -f -- "$pwfile"
    show_end_of "$directory/log/initdb.log"
    fail "PostgreSQL's initdb could not make a cluster in $data."
  fi
  rm -f -- "$pwfile"
}

write_settings() {
  [[ -r $system/postgresql/powermeter.conf ]] \
    || fail "Cannot read $system/postgresql/powermeter.conf, PostgreSQL's settings: the copy of PowerMeter is not complete."
  { cat -- "$system/postgresql/powermeter.conf" && settings_for_all && "settings_for_${profile//-/_}"; } | private_file "$data/powermeter.conf"
  printf '%s\n' "include = 'powermeter.conf'" "include_if_exists = 'start.conf'" "include_if_exists = 'synchronous.conf'" \
    | as_service tee --append -- "$data/postgresql.conf" >/dev/null
}

# What a server of one's own needs beside the settings that every base station has.
settings_for_all() {
  cat <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_permissions = 0700
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
CONF
}

settings_for_demo() {
  cat <<'CONF'
max_connections = 60
CONF
}

# A test's data need not survive the machine; that of a killed server does, and needs no fsync.
settings_for_test() {
  settings_for_test_durable
  printf '%s\n' 'fsync = off' 'full_page_writes = off'
}

settings_for_test_durable() {
  cat <<'CONF'
shared_buffers = 256MB
max_connections = 200
synchronous_commit = on
CONF
}

create_database() {
  local script=$system/../db/create-database.sql name
  [[ -r $script ]] || fail "Cannot read $script, which makes the roles and the database: the copy of PowerMeter is not complete."
  for name in owner receiver processor web; do
    printf '%s %s\n' "$name" "$(password_of "powermeter_$name")"
  done | database_script "$script" | PGPASSFILE=$directory/passwords/postgres.pgpass PGOPTIONS='-c client_min_messages=warning' \
    "$bin/psql" --no-psqlrc --quiet --no-password --set=ON_ERROR_STOP=1 --output=/dev/null \
    --host="$(<"$directory/socket")" --port="$(<"$directory/port")" --username=postgres --dbname=postgres --file=- \
    || fail "$script failed, see the lines above: the cluster in $directory was not made."
}
