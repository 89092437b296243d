# shellcheck shell=bash disable=SC2154 # data, days and so on are demo.sh's
# What a demo's database holds: the schema, a login, sensors and a history, made by the programs themselves.

write_program_settings() {
  local socket database_port
  socket=$(<"$data/socket") database_port=$(<"$data/port")
  # The service user wrote these two, and root's Receiver believes what is in this file.
  [[ $socket == "$data/run" || $socket =~ ^/tmp/powermeter\.[A-Za-z0-9]{6}$ ]] || fail "$data/socket does not name a directory of this demo's: remove the file and try again."
  [[ $database_port =~ ^[0-9]{1,5}$ ]] || fail "$data/port does not hold a port's number: remove the file and try again."
  write_own "$data/powermeter.json" <<JSON
{
  "Database": { "Host": $(json_string "$socket"), "Port": $database_port, "Name": "powermeter" },
  "Spool": { "Directory": $(json_string "$data/spool") },
  "Keys": { "Directory": $(json_string "$data/keys") },
  "W3bstream": { "Directory": $(json_string "$data/identity") },
  "Backup": { "Directory": $(json_string "$data/backups"), "OwnerPasswordFile": $(json_string "$data/passwords/powermeter_owner.pgpass") },
  "Web": { "Port": $port, "Address": "0.0.0.0", "ReadOnly": $read_only }
}
JSON
}

# A base station that was begun with --first-run stays its owner's: a later start adds no login, sensor or contract to it.
settle_first_run() {
  if [[ -e $data/first-run ]]; then
    [[ -n $first_run ]] || say "This base station was started with --first-run: it stays as its owner set it up."
    first_run=1
  elif [[ -n $first_run ]]; then
    [[ ! -e $data/initialized ]] \
      || fail "$data holds a demo with a login and sensors already: --first-run needs an empty place, such as --data $data-first-run."
    write_own "$data/first-run" </dev/null
  fi
}

prepare_contents() {
  run_program Web owner --migrate || fail "The database's schema could not be brought up to date (see above)."
  if [[ -n $first_run ]]; then
    simulator=''
    add_sensors
    return
  fi
  make_secret "$data/passwords/demo.txt"
  run_program Web owner --prepare-demo --user demo <"$data/passwords/demo.txt" \
    || fail "The demo's login and contract could not be made (see above)."
  add_sensors
  make_history
}

make_secret() { # FILE: 20 random letters and digits that only the service user reads, unless it is there already
  local letters
  [[ ! -s $1 ]] || return 0
  # 'head' before 'tr': a reader that stops early would end the pipe with an error under pipefail.
  letters=$(head -c 400 /dev/urandom | base64 -w 0 | tr -d '+/=')
  # As the owner of the directory, who could have put a link there.
  (umask 077 && as_service tee -- "$1" <<<"${letters:0:20}" >/dev/null)
}

add_sensors() {
  local sensor
  if [[ -n $simulator ]]; then
    sensors=(simulated "${sensors[@]}")
  elif [[ -e $data/simulated ]]; then
    run_program Receiver owner --pause-sensor simulated >/dev/null || fail "The simulated sensor could not be paused (see above)."
  fi
  for sensor in "${sensors[@]}"; do
    run_program Receiver owner --add-sensor "$sensor" >/dev/null || fail "The sensor $sensor could not be added (see above)."
    [[ $sensor != simulated ]] || write_own "$data/simulated" </dev/null
  done
}

# Both steps again if one was interrupted: what is there already is not made twice. '--days 0' is an answer too.
make_history() {
  [[ -n $simulator ]] || return 0
  if [[ -e $data/history ]]; then
    [[ -z $days_given ]] || say "The history was made on the first start ($(<"$data/history") days): --days changes nothing now."
    return 0
  fi
  if ((days > 0)); then
    say "Making $days days of history…"
    run_program Receiver receiver --backfill "$days" || fail "The history could not be made (see above)."
    run_program Processor processor --drain || fail "The history's energy could not be computed (see above)."
  fi
  write_own "$data/history" <<<"$days"
}

introduce() {
  local file=$data/passwords/demo.txt lan password
  lan=$(lan_address)
  if [[ -n $first_run ]]; then
    introduce_first_run "$lan"
    return
  fi
  password="kept in $file"
  [[ -e $data/password-shown ]] || password="$(<"$file")   (shown only now; kept in $file)"
  cat <<TEXT

PowerMeter is running.
  Address    http://localhost:$port${lan:+   and on the network http://$lan:$port}
  Login      demo
  Password   $password
  Data       $data${w3bstream:+
  W3bstream  http://localhost:$w3bstream_port   the readings as a stand-in for the network receives them}
Ctrl-C stops it.
TEXT
  write_own "$data/password-shown" </dev/null
}

introduce_first_run() { # LAN ADDRESS or nothing
  local path=/install login="none yet: the wizard makes the account"
  ! has_administrator || { path='' login="the account that was made in the first run"; }
  cat <<TEXT

PowerMeter is running.
  Address    http://localhost:$port$path${1:+   and on the network http://$1:$port$path}
  Login      $login
  Data       $data${w3bstream:+
  W3bstream  http://localhost:$w3bstream_port   the readings as a stand-in for the network receives them}
Ctrl-C stops it.
TEXT
}
