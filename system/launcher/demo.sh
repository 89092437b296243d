# shellcheck shell=bash disable=SC2154 # root and system are powermeter's
# ./powermeter demo: everything from nothing to a page in the browser, in the foreground.

# shellcheck source=system/launcher/demo-options.sh
source "$launcher/demo-options.sh"
# shellcheck source=system/launcher/build.sh
source "$launcher/build.sh"
# shellcheck source=system/launcher/supervise.sh
source "$launcher/supervise.sh"
# shellcheck source=system/launcher/demo-contents.sh
source "$launcher/demo-contents.sh"
# shellcheck source=system/launcher/w3bstream-node.sh
source "$launcher/w3bstream-node.sh"

command_demo() {
  port=8080 data='' days=400 days_given='' simulator=1 read_only=false sensors=() w3bstream='' w3bstream_port=8091 first_run=''
  demo_arguments "$@"
  require_dotnet
  install_missing postgresql supervisor socat npm ${w3bstream:+openssl}
  ensure_service_user
  local chosen=$data
  if [[ -n $chosen ]]; then data=$(checked_path "$chosen"); else data=$(default_data_directory); fi
  [[ -n $chosen || $data == "$root/var" ]] \
    || say "The system user 'powermeter' cannot enter the way to $root/var, so the data goes to $data."
  require_disk "$data" "$(disk_needed)"
  # Before anything is made; where a demo may be running already, its lock is asked first.
  [[ -e $data/.powermeter ]] || require_ports
  make_data_directory "$data"
  require_service_dotnet
  take_data_directory
  settle_first_run
  trap on_signal INT TERM HUP PIPE
  trap clean_up EXIT
  require_ports

  build_programs "$data"
  start_cluster
  write_program_settings
  prepare_contents
  prepare_w3bstream
  write_supervisor_configuration
  start_supervisor
  await_program "$port" /health/live web "the Web process"
  await_w3bstream
  introduce
  is_up=1
  watch_over
}

require_ports() {
  require_port "$port" --port
  require_w3bstream_port
}

disk_needed() { # MB: a history takes 500 MB a year, and PostgreSQL's write-ahead log 2 GB at worst while it is made
  if ((days > 0)) && [[ -n $simulator && ! -e $data/history ]]; then echo 2048; else echo 200; fi
}

# dotnet-install puts .NET into the home directory, and root's is closed to others.
require_service_dotnet() {
  local dotnet
  dotnet=$(readlink -f "$(command -v dotnet)")
  as_service test -x "$dotnet" \
    || fail "The system user 'powermeter', who runs the programs, cannot run $dotnet: install .NET 10 where everybody can read it (dotnet-install.sh --install-dir /usr/share/dotnet), or start the demo as an ordinary user."
}

# One demo a directory. The lock goes with the launcher, however it ends; its children do not inherit it.
take_data_directory() {
  [[ ! -L $data/lock && -O $data/lock ]] || write_own "$data/lock" </dev/null
  exec 9>>"$data/lock"
  local in_use="A demo already runs with the data in $data: '$me status' shows it, '$me stop' ends it." pid
  flock --nonblock 9 || fail "$in_use"
  # Without its launcher a supervisord is on its way out (see supervise.sh).
  if pid=$(running_supervisor); then wait_until_gone "$pid" 25 || fail "$in_use"; fi
  write_own "$data/launcher.pid" <<<"$$"
}

start_cluster() {
  [[ -e $data/initialized ]] || {
    say "Making the database cluster in $data…"
    run_step "$root/system/private-cluster" init "$data"
  }
  cluster_started=1
  run_step "$root/system/private-cluster" start "$data"
}

is_up='' cluster_started='' pause_pid=''

on_signal() {
  [[ -z $is_up ]] || exit 0
  say "Stopped before the demo was up; the next start goes on from there."
  exit 1
}

clean_up() {
  local result=$?
  # A second Ctrl-C must not interrupt this, nor a terminal that is gone fail it.
  trap '' INT TERM HUP PIPE
  set +e
  [[ -z $supervisor_pid ]] || say "Stopping…"
  end_step
  [[ -z $pause_pid ]] || kill "$pause_pid" 2>/dev/null
  stop_supervisor
  [[ -z $cluster_started ]] || "$root/system/private-cluster" stop "$data" 9>&-
  rm -f -- "$data/launcher.pid"
  remove_control_socket
  exit "$result"
}

# Cheap, as it is asked every 2 seconds: the name guards against a pid that was given to another program.
postgres_lives() {
  local pid name
  { read -r pid <"$data/data/postmaster.pid" && [[ $pid =~ ^[1-9][0-9]*$ ]] && read -r name <"/proc/$pid/comm"; } 2>/dev/null \
    && [[ $name == postgres ]] && is_alive "$pid"
}

# A new file of PostgreSQL's write-ahead log takes 16 MB, and the server ends and does not start where there is no room for it.
has_room_to_start() {
  local free
  free=$(free_disk "$data")
  if ((free >= 64)); then
    waits_for_room=''
    return 0
  fi
  [[ -n $waits_for_room ]] || say "PostgreSQL ended, and the disk of $data has only $free MB free: free some space, and it starts again by itself as soon as there are 64 MB."
  waits_for_room=1
  return 1
}

# Three times without PostgreSQL being there at the next look is enough. A full disk is waited for, with the programs up:
# the Receiver has samples in memory that have no other place.
restart_cluster() {
  has_room_to_start || return 0
  ((failed_starts < 3)) || stop_because "$data/log/postgresql.log" "PostgreSQL ended and did not start again"
  failed_starts=$((failed_starts + 1))
  say "PostgreSQL ended; starting it again."
  local port_before
  port_before=$(<"$data/port")
  run_step "$root/system/private-cluster" start "$data" || return 0
  [[ $(<"$data/port") != "$port_before" ]] || return 0
  # Another program has taken the port meanwhile, and the programs know the old one.
  write_program_settings
  supervisorctl --configuration "$data/supervisord.conf" restart all >/dev/null 2>&1 9>&- || true
}

watch_over() {
  local looks=0 failed_starts=0 waits_for_room=''
  while is_alive "$supervisor_pid"; do
    ((looks++ % 30 != 0)) || "$root/system/private-cluster" rotate-log "$data" 9>&-
    if postgres_lives; then failed_starts=0; else restart_cluster; fi
    setpriv --pdeathsig KILL -- sleep 2 9>&- &
    pause_pid=$!
    # Bash reports a killed job on stderr; the sentence below says more.
    { wait -n "$supervisor_pid" "$pause_pid" || true; } 2>/dev/null
  done
  { wait "$supervisor_pid" || true; } 2>/dev/null
  stop_because "$data/log/supervisord.log" "supervisord ended by itself"
}
