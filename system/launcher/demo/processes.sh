# shellcheck shell=bash disable=SC2034,SC2154 # what it sets is status.sh's, and data is the command's
# What runs of the demo in $data.

# shellcheck source=system/launcher/supervise.sh
source "$launcher/supervise.sh"
# shellcheck source=system/launcher/w3bstream-node.sh
source "$launcher/w3bstream-node.sh"

how_to_start="$me demo"

examine_base_station() {
  local port=''
  supervisor=$(running_supervisor) || true
  port=$(sed -n 's/.*"Web": { "Port": \([0-9]*\).*/\1/p' "$data/powermeter.json" 2>/dev/null || true)
  address="http://localhost:${port:-8080}" password_file=$data/passwords/demo.txt
  w3bstream_address=$(w3bstream_page) || true
  processes=$(list_programs && list_postgresql)
  # Of a base station whose owner makes the account there is no login to tell.
  login='"demo"' login_line="demo, password in $password_file" is_set_up=true
  password_file=$(json_string "$password_file")
  if [[ -e $data/first-run ]]; then
    login=null password_file=null login_line="the account that was made in the first run"
    if [[ -z $supervisor ]]; then
      is_set_up=null
    elif ! has_administrator; then
      is_set_up=false login_line="none yet: the first run is at $address/install"
    fi
  fi
}

w3bstream_page() { # the address of the stand-in's page, if the demo has one
  local arguments
  arguments=$(grep -s -F PowerMeter.Tests.W3bstreamNode.dll "$data/supervisord.conf") || return 1
  [[ $arguments =~ --port\ ([0-9]+) ]] && printf 'http://localhost:%s' "${BASH_REMATCH[1]}"
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

list_postgresql() {
  local pid=''
  if [[ -e $data/initialized ]]; then
    pid=$("$root/system/private-cluster" status "$data" 2>/dev/null | sed -n 's/^running, pid \([0-9]*\),.*/\1/p' || true)
  fi
  postgresql_line "$pid" "$([[ -z $pid ]] || stat -c %U -- "$data/data")"
}

last_words() { # NAME: the end of its log
  tail -n 8 -- "$data/log/$1.log" 2>/dev/null || true
}
