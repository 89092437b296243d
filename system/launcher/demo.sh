# shellcheck shell=bash disable=SC2154 # root and system are powermeter's
# ./powermeter demo: everything from nothing to a page in the browser, in the foreground.

# shellcheck source=system/launcher/build.sh
source "$launcher/build.sh"
# shellcheck source=system/launcher/supervise.sh
source "$launcher/supervise.sh"
# shellcheck source=system/launcher/demo-contents.sh
source "$launcher/demo-contents.sh"
# shellcheck source=system/launcher/psql.sh
source "$launcher/psql.sh"
# shellcheck source=system/launcher/w3bstream-node.sh
source "$launcher/w3bstream-node.sh"

command_demo() {
  port=8080 data='' days=400 days_given='' simulator=1 read_only=false sensors=() w3bstream='' w3bstream_port=8091
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

demo_arguments() {
  local port_given=''
  while (($# > 0)); do
    case $1 in
      --no-simulator) simulator= ;;
      --read-only) read_only=true ;;
      --w3bstream) w3bstream=1 ;;
      --port | --data | --sensor | --days | --w3bstream-port)
        (($# >= 2)) || fail "$1 needs a value after it, and none was given."
        demo_option "$1" "$2"
        shift
        ;;
      *) fail "demo does not know '$1': its options are --port N, --data DIR, --sensor KIND[=DEVICE], --days N, --no-simulator, --read-only, --w3bstream and --w3bstream-port N." ;;
    esac
    shift
  done
  [[ -z $port_given || -n $w3bstream ]] || fail "--w3bstream-port is the port of what --w3bstream starts, which was not given."
}

is_number_between() { # LOWEST HIGHEST TEXT
  # 10#: a leading zero does not make it octal.
  [[ $3 =~ ^[0-9]{1,6}$ ]] && ((10#$3 >= $1 && 10#$3 <= $2))
}

demo_option() { # NAME VALUE
  case $1 in
    --port)
      is_number_between 1 65535 "$2" || fail "--port must be a whole number from 1 to 65535, and '$2' was given."
      port=$((10#$2))
      ;;
    --w3bstream-port)
      is_number_between 1 65535 "$2" || fail "--w3bstream-port must be a whole number from 1 to 65535, and '$2' was given."
      w3bstream_port=$((10#$2)) port_given=1
      ;;
    --days)
      is_number_between 0 3650 "$2" || fail "--days must be a whole number from 0 to 3650, and '$2' was given."
      days=$((10#$2)) days_given=1
      ;;
    --data)
      [[ -n $2 ]] || fail "--data must name a directory, and an empty name was given."
      data=$2
      ;;
    --sensor)
      [[ $2 =~ ^[A-Za-z0-9_-]+(=.+)?$ ]] || fail "--sensor must be KIND=DEVICE or KIND, such as acs712=/dev/ttyACM0, and '$2' was given."
      require_kind "${2%%=*}"
      sensors+=("$2")
      ;;
  esac
}

require_kind() { # KIND: push, or one of the Receiver's drivers, each in a folder of its name
  local readme kinds=()
  for readme in "$root"/src/Receiver/Drivers/*/README.md; do
    readme=$(basename "$(dirname "$readme")")
    kinds+=("${readme,,}")
  done
  kinds+=(push)
  [[ " ${kinds[*]} " == *" $1 "* ]] || fail "--sensor does not know the kind '$1': the kinds are ${kinds[*]}."
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
  local in_use="A demo already runs with the data in $data: './powermeter status' shows it, './powermeter stop' ends it." pid
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

# Three times without PostgreSQL being there at the next look is enough.
restart_cluster() {
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
  local looks=0 failed_starts=0
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
