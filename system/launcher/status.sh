# shellcheck shell=bash disable=SC2154 # root, data and rest are the launcher's
# ./powermeter status [--json]: exit code 3 if no demo runs, as with systemctl.

# shellcheck source=system/launcher/supervise.sh
source "$launcher/supervise.sh"
# shellcheck source=system/launcher/psql.sh
source "$launcher/psql.sh"
# shellcheck source=system/launcher/demo-contents.sh
source "$launcher/demo-contents.sh"
# shellcheck source=system/launcher/w3bstream-node.sh
source "$launcher/w3bstream-node.sh"

command_status() {
  local json='' arguments=()
  while (($# > 0)); do
    case $1 in
      --json) json=1 ;;
      --data) arguments=(--data "${2:-}") && shift ;;
      *) fail "status does not know '$1': its options are --json and --data DIR." ;;
    esac
    (($# == 0)) || shift
  done
  find_data_directory "${arguments[@]}"

  local supervisor='' port='' processes
  supervisor=$(running_supervisor) || true
  port=$(sed -n 's/.*"Web": { "Port": \([0-9]*\).*/\1/p' "$data/powermeter.json" 2>/dev/null || true)
  local address="http://localhost:${port:-8080}" password_file=$data/passwords/demo.txt w3bstream_address=''
  w3bstream_address=$(w3bstream_page) || true
  processes=$(list_programs && list_postgresql)
  # Of a base station whose owner makes the account there is no login to tell.
  local login='"demo"' login_line="demo, password in $password_file" is_set_up=true
  password_file=$(json_string "$password_file")
  if [[ -e $data/first-run ]]; then
    login=null password_file=null login_line="the account that was made in the first run"
    if [[ -z $supervisor ]]; then
      is_set_up=null
    elif ! has_administrator; then
      is_set_up=false login_line="none yet: the first run is at $address/install"
    fi
  fi
  if [[ -n $json ]]; then print_json; else print_text; fi
  [[ -n $supervisor ]] || exit 3
}

w3bstream_page() { # the address of the stand-in's page, if the demo has one
  local arguments
  arguments=$(grep -s -F PowerMeter.Tests.W3bstreamNode.dll "$data/supervisord.conf") || return 1
  [[ $arguments =~ --port\ ([0-9]+) ]] && printf 'http://localhost:%s' "${BASH_REMATCH[1]}"
}

sensors_sql="select id, name, coalesce(state, 'unknown') as state, last_watts, last_seen, error from sensors_now order by id"

sensors_json() {
  local json
  json=$(owner_psql -XAtq -c "select coalesce(json_agg(json_build_object('id', id, 'name', name, 'state', state,
    'lastWatts', last_watts, 'lastSeen', last_seen, 'error', error)), '[]') from ($sensors_sql) as sensor" 2>/dev/null) || json=
  printf '%s' "${json:-[]}"
}

print_sensors() {
  # Without a database there is nothing to ask, and no socket to ask it by.
  [[ -e $data/socket && -e $data/port ]] || return 0
  owner_psql -Xq -P footer=off -P border=0 -P null=- -c "select name as \"SENSOR\", state as \"STATE\",
    round(last_watts::numeric, 1) as \"WATTS\", date_trunc('second', now() - last_seen) as \"SEEN AGO\"
    from ($sensors_sql) as sensor" 2>/dev/null || return 0
  # An error is a sentence or two: in a column it would push the others off the screen.
  owner_psql -XAtq -c "select name || ': ' || error from ($sensors_sql) as sensor where error is not null" 2>/dev/null || true
}

# One line a process: NAME PID STATE RESIDENT-KIB, with '-' where there is none.
list_programs() {
  local name state pid words=''
  # "receiver    RUNNING   pid 123, uptime 0:01:02"; exit code 3 if one of them does not run.
  [[ -z $supervisor ]] || words=$(supervisorctl --configuration "$data/supervisord.conf" status 2>/dev/null || true)
  for name in receiver processor web ${w3bstream_address:+w3bstream}; do
    state=$(awk -v name="$name" '$1 == name && $2 ~ /^[A-Z]+$/ { print $2 }' <<<"$words")
    pid=$(sed -n "s/^$name .* pid \([0-9]*\),.*/\1/p" <<<"$words")
    # In its first two seconds a process has a number that 'status' does not show.
    [[ $state != STARTING ]] || pid=$(supervisorctl --configuration "$data/supervisord.conf" pid "$name" 2>/dev/null || true)
    [[ $pid =~ ^[1-9][0-9]*$ ]] || pid=''
    printf '%s %s %s %s\n' "$name" "${pid:--}" "${state:-STOPPED}" "$(resident_kib "$pid")"
  done
}

resident_kib() { # PID or nothing
  local kib=
  [[ -z $1 ]] || kib=$(awk '/^VmRSS:/ { print $2 }' "/proc/$1/status" 2>/dev/null || true)
  printf '%s' "${kib:--}"
}

# PostgreSQL's processes share their buffers, so the sum of what is resident would count these many times. The
# proportional set size divides a shared page by its users; only the owner of a process may read it.
list_postgresql() {
  local pid='' each pss total=0 owner
  if [[ -e $data/initialized ]]; then
    pid=$("$root/system/private-cluster" status "$data" 2>/dev/null | sed -n 's/^running, pid \([0-9]*\),.*/\1/p' || true)
  fi
  if [[ -z $pid ]]; then
    printf 'postgresql - STOPPED -\n'
    return
  fi
  owner=$(stat -c %U -- "$data/data")
  for each in "$pid" $(grep -l -s "^PPid:[[:space:]]*$pid\$" /proc/[0-9]*/status | sed 's|^/proc/\([0-9]*\)/.*|\1|'); do
    pss=$(as_user "$owner" sed -n 's/^Pss:  *\([0-9]*\) kB/\1/p' "/proc/$each/smaps_rollup" 2>/dev/null || true)
    total=$((total + ${pss:-0}))
  done
  printf 'postgresql %s RUNNING %s\n' "$pid" "$total"
}

print_json() {
  local name pid state kib key comma=''
  printf '{"address":%s,"dataDirectory":%s,"login":%s,"passwordFile":%s,"isSetUp":%s,"processes":[' \
    "$(json_string "$address")" "$(json_string "$data")" "$login" "$password_file" "$is_set_up"
  while read -r name pid state kib; do
    key=residentKiB
    [[ $name != postgresql ]] || key=proportionalKiB
    printf '%s{"name":"%s","pid":%s,"state":"%s","%s":%s}' "$comma" "$name" "${pid/#-/null}" "$state" "$key" "${kib/#-/null}"
    comma=,
  done <<<"$processes"
  printf '],"w3bstreamAddress":%s,"sensors":%s}\n' "$([[ -n $w3bstream_address ]] && json_string "$w3bstream_address" || echo null)" "$(sensors_json)"
}

how_it_runs() { # a sentence that names what does not run
  local name pid state kib names=()
  while read -r name pid state kib; do
    [[ $state =~ ^(RUNNING|STARTING)$ ]] || names+=("$name")
  done <<<"$processes"
  case ${#names[@]} in
    0) printf 'PowerMeter runs.' ;;
    1) printf 'PowerMeter runs, but %s does not.' "${names[0]}" ;;
    *) printf 'PowerMeter runs, but these do not: %s.' "${names[*]}" ;;
  esac
}

print_text() {
  local name pid state kib
  if [[ -n $supervisor ]]; then
    printf '%s\n  Address    %s\n' "$(how_it_runs)" "$address"
    printf '  Login      %s\n' "$login_line"
    [[ -z $w3bstream_address ]] || printf '  W3bstream  %s\n' "$w3bstream_address"
  else
    printf "PowerMeter does not run: './powermeter demo' starts it.\n"
  fi
  printf '  Data       %s\n\n  %-12s %-10s %8s %10s\n' "$data" PROCESS STATE PID MEMORY
  while read -r name pid state kib; do
    [[ $kib == - ]] || kib="$((kib / 1024)) MB"
    printf '  %-12s %-10s %8s %10s\n' "$name" "$state" "$pid" "$kib"
  done <<<"$processes"
  printf '\n'
  print_sensors
}
