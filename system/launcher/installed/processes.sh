# shellcheck shell=bash disable=SC2034,SC2154 # what it sets is status.sh's, and data is the command's
# What runs of the installed base station.

how_to_start="sudo powermeter start"

examine_base_station() {
  local name pid state kib
  address="http://localhost:$(base_setting Web Port 8080)"
  processes=$(list_programs && list_postgresql)
  # Any of the three is enough to say that PowerMeter runs; the table names what does not.
  supervisor=''
  while read -r name pid state kib; do
    [[ $name == postgresql || ! $state =~ ^(RUNNING|STARTING)$ ]] || supervisor=$(service_manager)
  done <<<"$processes"
  login=null password_file=null login_line="the account that was made in the first run" is_set_up=null
  ! database_runs || [[ -z $supervisor ]] || is_set_up=true
  if [[ $is_set_up == true ]] && ! has_administrator; then
    is_set_up=false login_line="none yet: the first run is at $address/install"
  fi
}

# One line a process: NAME PID STATE RESIDENT-KIB, with '-' where there is none.
list_programs() {
  local name pid state words=''
  [[ $(service_manager) == systemd ]] || ! supervisor_runs || words=$(supervisorctl status 2>/dev/null || true)
  for name in receiver processor web; do
    if [[ $(service_manager) == systemd ]]; then
      state=$(systemctl show --property=ActiveState --value "powermeter-$name" 2>/dev/null || true)
      pid=$(systemctl show --property=MainPID --value "powermeter-$name" 2>/dev/null || true)
      state=${state/#active/RUNNING} state=${state/#activating/STARTING} state=${state/#inactive/STOPPED} state=${state^^}
    else
      state=$(awk -v name="$(supervisor_name "$name")" '$1 == name && $2 ~ /^[A-Z]+$/ { print $2 }' <<<"$words")
      pid=''
      [[ ! $state =~ ^(RUNNING|STARTING)$ ]] || pid=$(supervisorctl pid "$(supervisor_name "$name")" 2>/dev/null || true)
    fi
    [[ $pid =~ ^[1-9][0-9]*$ ]] || pid=''
    printf '%s %s %s %s\n' "$name" "${pid:--}" "${state:-STOPPED}" "$(resident_kib "$pid")"
  done
}

list_postgresql() {
  local version name status pid='' directory
  read -r version name status < <(cluster_on_port "$(database_port)") || true
  directory=$(pg_lsclusters --no-header 2>/dev/null | awk -v v="${version:-}" -v n="${name:-}" '$1 == v && $2 == n { print $6; exit }')
  # The pid file is PostgreSQL's own.
  [[ ${status:-} != online* ]] || pid=$(as_user postgres head -n 1 -- "$directory/postmaster.pid" 2>/dev/null || true)
  [[ $pid =~ ^[1-9][0-9]*$ ]] || pid=''
  postgresql_line "$pid" postgres
}

last_words() { # NAME: the end of its log
  if [[ $(service_manager) == systemd ]]; then
    journalctl --unit="powermeter-$1" --lines=8 --output=cat --no-pager 2>/dev/null || true
  else
    tail -n 8 -- "/var/log/powermeter/$1.log" 2>/dev/null || true
  fi
}
