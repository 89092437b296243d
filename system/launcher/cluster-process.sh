# shellcheck shell=bash disable=SC2154 # directory, data, log and bin are private-cluster's
# Starting and stopping a private cluster, always by the pid in its own postmaster.pid.

# Whoever made the cluster owns its processes, also when root asks about another user's.
as_cluster() { (cd / && as_user "$(stat -c %U -- "$data")" "$@"); }

# A demo's log directory is root's when root starts it, so that nobody can put a link where root's programs write.
as_log_owner() { (cd / && as_user "$(stat -c %U -- "$directory/log")" "$@"); }

# PostgreSQL, which could not make its log in a root's directory, appends to one that is there.
make_log() {
  [[ ! -e $log ]] || return 0
  as_log_owner install -m 0600 /dev/null "$log"
  [[ $(stat -c %U -- "$directory/log") == "$(stat -c %U -- "$data")" ]] || chown --no-dereference "$(stat -c %U:%G -- "$data")" -- "$log"
}

runs_here() { # PID: does this process work in our data directory? Pids are reused, so a number alone proves nothing.
  [[ $(as_cluster readlink "/proc/$1/cwd" 2>/dev/null) == "$data" ]]
}

postmaster_pid() { # prints it, if it lives
  local pid
  { read -r pid <"$data/postmaster.pid"; } 2>/dev/null || return 1
  [[ $pid =~ ^[0-9]+$ ]] && runs_here "$pid" && printf '%s' "$pid"
}

children_of() { # PID
  grep -l -s "^PPid:[[:space:]]*$1\$" /proc/[0-9]*/status | sed 's|^/proc/\([0-9]*\)/status$|\1|' || true
}

# The kernel allows 107 bytes for a socket's path, and PostgreSQL and Npgsql read a comma as the end of a name.
socket_directory() {
  local socket=$directory/run
  if ((${#socket} <= 80)) && [[ $socket =~ ^[A-Za-z0-9_./-]+$ ]]; then
    printf '%s' "$socket"
    return
  fi
  if [[ -r $directory/socket ]]; then
    socket=$(<"$directory/socket")
    # /tmp is emptied by a reboot, and somebody else could have made the same name since.
    if [[ -d $socket && ! -L $socket && $(stat -c %U -- "$socket") == $(stat -c %U -- "$data") ]]; then
      printf '%s' "$socket"
      return
    fi
  fi
  as_cluster mktemp -d /tmp/powermeter.XXXXXX
}

cluster_start() {
  if postmaster_pid >/dev/null; then
    say "The cluster in $directory already runs."
    return
  fi
  local socket port attempt before
  make_log
  socket=$(socket_directory)
  forget_dead_server "$socket"
  as_cluster tee -- "$directory/socket" <<<"$socket" >/dev/null
  port=$(cat -- "$directory/port" 2>/dev/null || true)
  for attempt in 1 2 3 4 5; do
    [[ -n $port ]] && port_is_free "$port" || port=$(choose_port)
    as_cluster tee -- "$directory/port" <<<"$port" >/dev/null
    printf "port = %s\nunix_socket_directories = '%s'\n" "$port" "$socket" | as_cluster tee -- "$data/start.conf" >/dev/null
    before=$(stat -c %s -- "$log" 2>/dev/null || echo 0)
    if as_cluster "$bin/pg_ctl" start --silent --wait --timeout=300 --pgdata="$data" --log="$log" >/dev/null 2>&1; then
      return
    fi
    # Somebody took the port between our look and the start: once more with another.
    tail -c "+$((before + 1))" -- "$log" 2>/dev/null | grep -q 'Address already in use' || break
    port=
    say "PostgreSQL's port was taken by another program (attempt $attempt): trying another one."
  done
  show_end_of "$log"
  fail "PostgreSQL did not start in $directory."
}

# The lock files of a killed server name its pid. PostgreSQL takes any process with that number for a living server:
# another program after a reboot, or a dead postmaster that a container's first process never waits for. They may go
# only when nothing works in the data directory any more, not even a server process that lost its postmaster.
forget_dead_server() {
  local tenths=100
  while as_cluster find /proc -maxdepth 2 -name cwd -printf '%l\n' 2>/dev/null | grep -qxF -- "$data"; do
    ((tenths-- > 0)) || fail "Processes of a killed PostgreSQL server still work in $data: end them and try again."
    sleep 0.1
  done
  rm -f -- "$data/postmaster.pid" "$1"/.s.PGSQL.*
}

cluster_stop() {
  if postmaster_pid >/dev/null; then
    as_cluster "$bin/pg_ctl" stop --silent --pgdata="$data" --mode=fast --wait --timeout=20 >/dev/null 2>&1 \
      || as_cluster "$bin/pg_ctl" stop --silent --pgdata="$data" --mode=immediate --wait --timeout=20 >/dev/null 2>&1 \
      || ! postmaster_pid >/dev/null \
      || fail "PostgreSQL in $directory did not stop within 40 seconds: 'private-cluster kill $directory' ends it at once."
  fi
  local socket
  socket=$(cat -- "$directory/socket" 2>/dev/null || true)
  [[ $socket != /tmp/powermeter.* ]] || rmdir -- "$socket" 2>/dev/null || true
}

cluster_kill() {
  local postmaster children pid tenths
  postmaster=$(postmaster_pid) || return 0
  # Stopped first, so that no child is born between the look and the shot.
  kill -STOP "$postmaster"
  children=$(children_of "$postmaster")
  kill -KILL "$postmaster"
  for pid in $postmaster $children; do
    # Children leave when they see that their parent is gone; one in a long computation does not look up.
    for ((tenths = 0; tenths < 100; tenths++)); do
      runs_here "$pid" || break
      ((tenths != 30)) || kill -KILL "$pid" 2>/dev/null || true
      sleep 0.1
    done
  done
}

cluster_status() {
  local pid
  if ! pid=$(postmaster_pid); then
    printf 'stopped\n'
    exit 3
  fi
  printf 'running, pid %s, port %s, socket directory %s\n' "$pid" "$(<"$directory/port")" "$(<"$directory/socket")"
}

# PostgreSQL appends to its log, so that it can be emptied under its hands. At most about 20 MB are kept.
cluster_rotate_log() {
  local size old
  size=$(stat -c %s -- "$log" 2>/dev/null || echo 0)
  ((size > 5000000)) || return 0
  # Without room for a copy the log stays as it is, until the next look.
  as_log_owner cp -- "$log" "$log.new" 2>/dev/null || {
    as_log_owner rm -f -- "$log.new"
    return 0
  }
  for old in 2 1; do
    [[ ! -e $log.$old ]] || as_log_owner mv -f -- "$log.$old" "$log.$((old + 1))"
  done
  as_log_owner mv -f -- "$log.new" "$log.1"
  as_log_owner truncate --size=0 -- "$log"
}
