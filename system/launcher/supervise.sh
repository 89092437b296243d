# shellcheck shell=bash disable=SC2154 # data is the command's
# The programs under supervisord. --pdeathsig makes the kernel itself end them when supervisord is killed, and
# supervisord when the launcher is: nothing is left that would have to be searched for.

# shellcheck source=system/launcher/supervisor-program.sh
source "$launcher/supervisor-program.sh"

write_supervisor_configuration() {
  # In supervisor's files % begins an expansion.
  local here=${data//%/%%} socket
  choose_control_directory
  socket=$control_directory
  {
    cat <<CONF
[supervisord]
nodaemon=true
logfile=$here/log/supervisord.log
logfile_maxbytes=5MB
logfile_backups=3
pidfile=$here/control/supervisord.pid
childlogdir=$here/log

[unix_http_server]
file=$socket/supervisor.sock
chmod=0700

[supervisorctl]
serverurl=unix://$socket/supervisor.sock

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
CONF
    # The Receiver stays root when root starts the demo: it opens devices that belong to root.
    supervised_program receiver Receiver '' PowerMeter.Receiver
    supervised_program processor Processor "$(service_user)" PowerMeter.Processor
    supervised_program web Web "$(service_user)" PowerMeter.Web
    [[ -z $w3bstream ]] || supervised_w3bstream
  } | write_own "$data/supervisord.conf"
}

# The kernel allows 107 bytes for a socket's path, and supervisord appends its pid at first.
control_directory=

choose_control_directory() {
  control_directory=$data/control
  if ((${#control_directory} > 80)) || [[ ! $control_directory =~ ^[A-Za-z0-9_./-]+$ ]]; then
    control_directory=$(mktemp -d /tmp/powermeter.XXXXXX)
  fi
}

remove_control_socket() {
  [[ $control_directory != /tmp/powermeter.* ]] || rm -rf -- "$control_directory"
}

supervised_program() { # NAME FOLDER USER ASSEMBLY ARGUMENTS...
  local dotnet own=''
  dotnet=$(command -v dotnet)
  # A role of its own in the database: not of what only stands beside the programs.
  [[ ! -e $data/passwords/powermeter_$1.pgpass ]] \
    || own="POWERMETER_CONFIG=\"$here/powermeter.json\",PGPASSFILE=\"$here/passwords/powermeter_$1.pgpass\","
  supervisor_program "$root/system/supervisor/program.conf" NAME="$1" PRIORITY="$(supervisor_priority "$1")" \
    COMMAND="setpriv --pdeathsig TERM -- \"${dotnet//%/%%}\" \"$here/app/$2/$4.dll\" ${*:5}" DIRECTORY="$here/app/$2" \
    ENVIRONMENT="${own}HOME=\"$here\",DOTNET_gcServer=\"0\",DOTNET_NOLOGO=\"1\"" LOG="$here/log/$1.log" LOG_SIZE=5MB
  # supervisord can change user only when it is root.
  ((EUID != 0)) || [[ -z $3 ]] || printf 'user=%s\n' "$3"
}

supervisor_pid=

# What the programs need of the caller's environment; his shell may hold keys and passwords that are not for them.
clean_environment() { # sets environment
  local name
  environment=(TERM=dumb)
  for name in PATH HOME LANG LC_ALL TZ DOTNET_ROOT SSL_CERT_FILE SSL_CERT_DIR; do
    [[ -z ${!name+set} ]] || environment+=("$name=${!name}")
  done
}

start_supervisor() {
  local environment
  clean_environment
  # Of this start only: its end is shown when supervisord ends by itself.
  rm -f -- "$data/log/supervisord.log"
  # A session of its own keeps Ctrl-C from it: the launcher stops it, before the database.
  setsid -- env -i "${environment[@]}" setpriv --pdeathsig TERM -- supervisord --nodaemon --configuration "$data/supervisord.conf" \
    </dev/null >"$data/log/supervisord-start.log" 2>&1 9>&- &
  supervisor_pid=$!
}

stop_supervisor() {
  [[ -n $supervisor_pid ]] || return 0
  kill -TERM "$supervisor_pid" 2>/dev/null || true
  # Longer than the programs' stopwaitsecs, after which supervisord kills them.
  if ! wait_until_gone "$supervisor_pid" 25; then kill -KILL "$supervisor_pid" 2>/dev/null || true; fi
  wait "$supervisor_pid" 2>/dev/null || true
  supervisor_pid=
}

running_supervisor() { # prints the pid of this directory's supervisord, if it lives
  local pid
  { read -r pid <"$data/control/supervisord.pid"; } 2>/dev/null || return 1
  [[ $pid =~ ^[0-9]+$ ]] && is_alive "$pid" \
    && tr '\0' '\n' <"/proc/$pid/cmdline" | grep -qxF -- "$data/supervisord.conf" && printf '%s' "$pid"
}

await_program() { # PORT PATH LOG WHO
  local tenths
  for ((tenths = 0; tenths < 300; tenths++)); do
    is_alive "$supervisor_pid" || stop_because "$data/log/supervisord-start.log" "supervisord ended at once"
    ! http_is_ok "$1" "$2" || return 0
    sleep 0.1
  done
  stop_because "$data/log/$3.log" "$4 did not answer on http://127.0.0.1:$1$2 within 30 seconds"
}

stop_because() { # LOG REASON
  show_end_of "$1" 20
  fail "The demo was stopped, since $2. The logs are in $data/log."
}
