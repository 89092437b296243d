# shellcheck shell=bash disable=SC2154 # root, data, place and words are the launcher's
# ./powermeter stop: ends a demo that runs elsewhere, also what is left of one whose launcher was killed.

# shellcheck source=system/launcher/supervise.sh
source "$launcher/supervise.sh"

command_stop() {
  local place=() words=()
  split_data_option "$@"
  ((${#words[@]} == 0)) || refuse "stop does not know '${words[0]}': it takes only --data DIR."
  find_data_directory "${place[@]}"
  if [[ ! -d $data ]]; then
    say "No demo runs: there is no data in $data."
    return
  fi
  local found=
  stop_launcher
  stop_remaining_supervisor
  stop_remaining_cluster
  if [[ -n $found ]]; then say "Stopped."; else say "No demo runs with the data in $data."; fi
}

stop_launcher() {
  local pid
  # Only a living launcher holds the lock, so a number from a dead one is never signalled.
  { exec 9<"$data/lock"; } 2>/dev/null || return 0
  if flock --nonblock 9; then
    exec 9<&-
    return
  fi
  pid=$(<"$data/launcher.pid")
  found=1
  kill -TERM "$pid" 2>/dev/null || fail "The demo's launcher (pid $pid) belongs to another user: stop it as that user, or as root."
  # supervisord gets 25 seconds and the database 40.
  wait_until_gone "$pid" 75 || fail "The demo's launcher (pid $pid) did not end within 75 seconds: look into $data/log."
  exec 9<&-
}

stop_remaining_supervisor() {
  local pid
  pid=$(running_supervisor) || return 0
  found=1
  kill -TERM "$pid" 2>/dev/null || fail "supervisord (pid $pid) belongs to another user: stop it as that user, or as root."
  wait_until_gone "$pid" 25 || kill -KILL "$pid"
}

stop_remaining_cluster() {
  [[ -e $data/initialized ]] || return 0
  ! "$root/system/private-cluster" status "$data" >/dev/null 2>&1 || found=1
  "$root/system/private-cluster" stop "$data"
}
