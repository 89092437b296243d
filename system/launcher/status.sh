# shellcheck shell=bash disable=SC2154 # root, me, data and rest are the launcher's
# ./powermeter status [--json]: exit code 3 if nothing runs, as with systemctl.

# shellcheck source=system/launcher/demo/processes.sh
source "$launcher/$place_name/processes.sh"

command_status() {
  local json='' arguments=()
  while (($# > 0)); do
    case $1 in
      --json) json=1 ;;
      --data) arguments=(--data "${2:-}") && shift ;;
      *) refuse "status does not know '$1': its option is --json$also_data." ;;
    esac
    (($# == 0)) || shift
  done
  find_data_directory "${arguments[@]}"

  # What the place's examine_base_station finds out; supervisor is empty when nothing runs.
  local supervisor='' address='' processes='' password_file='' w3bstream_address='' login='' login_line='' is_set_up=''
  examine_base_station
  if [[ -n $json ]]; then print_json; else print_text; fi
  [[ -n $supervisor ]] || exit 3
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
  database_runs 2>/dev/null || return 0
  owner_psql -Xq -P footer=off -P border=0 -P null=- -c "select name as \"SENSOR\", state as \"STATE\",
    round(last_watts::numeric, 1) as \"WATTS\", date_trunc('second', now() - last_seen) as \"SEEN AGO\"
    from ($sensors_sql) as sensor" 2>/dev/null || return 0
  # An error is a sentence or two: in a column it would push the others off the screen.
  owner_psql -XAtq -c "select name || ': ' || error from ($sensors_sql) as sensor where error is not null" 2>/dev/null || true
}

resident_kib() { # PID or nothing
  local kib=
  [[ -z $1 ]] || kib=$(awk '/^VmRSS:/ { print $2 }' "/proc/$1/status" 2>/dev/null || true)
  printf '%s' "${kib:--}"
}

# PostgreSQL's processes share their buffers, so the sum of what is resident would count these many times. The
# proportional set size divides a shared page by its users; only the owner of a process may read it.
postgresql_line() { # PID or nothing, OWNER
  local each pss total=0
  if [[ -z $1 ]]; then
    printf 'postgresql - STOPPED -\n'
    return
  fi
  for each in "$1" $(grep -l -s "^PPid:[[:space:]]*$1\$" /proc/[0-9]*/status | sed 's|^/proc/\([0-9]*\)/.*|\1|'); do
    pss=$(as_user "$2" sed -n 's/^Pss:  *\([0-9]*\) kB/\1/p' "/proc/$each/smaps_rollup" 2>/dev/null || true)
    total=$((total + ${pss:-0}))
  done
  printf 'postgresql %s RUNNING %s\n' "$1" "$total"
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
    printf "PowerMeter does not run: '%s' starts it.\n" "$how_to_start"
  fi
  printf '  Data       %s\n\n  %-12s %-10s %8s %10s\n' "$data" PROCESS STATE PID MEMORY
  while read -r name pid state kib; do
    [[ $kib == - ]] || kib="$((kib / 1024)) MB"
    printf '  %-12s %-10s %8s %10s\n' "$name" "$state" "$pid" "$kib"
  done <<<"$processes"
  print_schema_misfit
  printf '\n'
  print_sensors
}

# A process that finds another schema than it knows ends, and says so last of all. A sentence of before is no reason.
print_schema_misfit() {
  local name pid state kib misfit
  while read -r name pid state kib; do
    [[ $name =~ ^(processor|web)$ && $state != RUNNING ]] || continue
    misfit=$(last_words "$name" | grep -oE "The database('s schema is not finished| has no schema| has schema [0-9]+), this program .*" | tail -n 1 || true)
    [[ -z $misfit ]] || printf '\n%s does not run: %s\n' "$name" "$misfit"
  done <<<"$processes"
}
