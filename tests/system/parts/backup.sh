# shellcheck shell=bash disable=SC2154 # debian, directory and state are life.sh's
# Steps: backup, purge, restore; remove and install again.

# The answers of fixed spans, which nothing but the data decides.
record_answers() { # FILE
  local feeder history today year
  feeder=$(sensor_id Feeder) history=$(sensor_id History)
  today=$(date -u +%Y-%m-%dT00:00:00Z) year=$(date -u -d '-400 days' +%Y-%m-%dT00:00:00Z)
  local call calls=(
    "sensors"
    "contracts"
    "settings"
    "sensors/$history/energy?bucket=day&from=$year&to=$today"
    "sensors/$history/energy?bucket=month&from=$year&to=$today"
    "sensors/$history/energy?bucket=hour&from=$year&to=$today&format=csv"
    "sensors/$history/samples?format=csv"
    "sensors/$feeder/samples?format=csv"
    "sensors/$feeder/energy?bucket=minute&format=csv&from=$(cat "$state/feeder-from")&to=$(cat "$state/feeder-to")"
  )
  for call in "${calls[@]}"; do
    printf '%s %s\n' "$(api "$call" | without_states | sha256sum | cut -d ' ' -f 1)" "$call"
  done >"$1"
}

# How a sensor does at the moment is no data.
without_states() { sed 's/"state":"[a-z]*"//g'; }

remember_feeder_span() { # SENSOR
  stored_samples "$1" >"$state/stored"
  head -n 1 "$state/stored" | cut -d ' ' -f 1 >"$state/feeder-from"
  tail -n 1 "$state/stored" | cut -d ' ' -f 1 >"$state/feeder-to"
}

restores_after_purge() {
  local id
  id=$(sensor_id Feeder)
  # Each line that was sent is stored before the answers are compared: none may come between.
  pause_feeder
  check_samples "$id"
  eventually 120 "all energy is computed" energy_is_done
  remember_feeder_span "$id"
  record_answers "$state/answers-before"
  (umask 077 && printf 'four words of a passphrase\n' >"$debian/root/passphrase")
  in_debian powermeter backup /root/station.powermeter-backup --secrets --passphrase-file /root/passphrase
  in_debian powermeter verify /root/station.powermeter-backup
  note "The backup has $(in_debian stat -c %s /root/station.powermeter-backup) bytes."
  purge
  require_install new
  await_station
  expect "the API's status of an empty base station" 503 "$(api_status sensors)"
  refuses_a_damaged_backup
  in_debian powermeter restore /root/station.powermeter-backup --yes --passphrase-file /root/passphrase
  await_restored
  record_answers "$state/answers-after"
  diff "$state/answers-before" "$state/answers-after" || broken "After the restore the API answers differently (see above)."
  note "$(wc -l <"$state/answers-after") answers are the same as before, byte by byte."
  feed_for_certain "$id"
  feed_lines 4
  check_samples "$id"
}

purge() {
  apt_in_debian purge powermeter || {
    show_end_of "$directory/log/apt-last.log" 25
    broken "The package could not be purged (see above)."
  }
  nothing_runs 'PowerMeter\.' || broken "Programs run after the purge: $(processes 'PowerMeter\.')"
  # Backups stay when nobody was asked; the one of the upgrade is there.
  expect "what the purge leaves of /var/lib/powermeter" backups "$(ls -A -- "$debian/var/lib/powermeter")"
  [[ ! -e $debian/etc/powermeter ]] || broken "The purge left $(in_debian find /etc/powermeter | head -n 5)"
  expect "databases after the purge" '' "$(in_debian setpriv --reuid=postgres --regid=postgres --init-groups psql -XAtq -c "select datname from pg_database where datname = 'powermeter'")"
}

refuses_a_damaged_backup() {
  local result=0 half
  half=$(($(stat -c %s "$debian/root/station.powermeter-backup") / 2))
  head -c "$half" "$debian/root/station.powermeter-backup" >"$debian/root/half.powermeter-backup"
  in_debian powermeter restore /root/half.powermeter-backup --yes --passphrase-file /root/passphrase >"$state/half" 2>&1 || result=$?
  ((result != 0)) || broken "Half a backup was restored."
  expect "the API's status after half a backup was refused" 503 "$(api_status sensors)"
  note "Half a backup is refused: $(tail -n 1 "$state/half")"
}

signs_in_quietly() { sign_in 2>/dev/null; }

# The programs notice that the database has another life, and are started anew by supervisor.
await_restored() {
  eventually 120 "the account of before signs in" signs_in_quietly
  await_station
  eventually 180 "all energy is computed" energy_is_done
}

keeps_data_when_removed() {
  local id
  id=$(sensor_id Feeder)
  # Each line that was sent is stored before the answers are compared: none may come between.
  pause_feeder
  check_samples "$id"
  remember_feeder_span "$id"
  record_answers "$state/answers-before"
  apt_in_debian remove powermeter || {
    show_end_of "$directory/log/apt-last.log" 25
    broken "The package could not be removed (see above)."
  }
  nothing_runs 'PowerMeter\.' || broken "Programs run after the removal: $(processes 'PowerMeter\.')"
  expect "PostgreSQL's settings that the removal leaves" '' "$(in_debian find /etc/postgresql -name powermeter.conf)"
  [[ -d $debian/var/lib/powermeter/keys ]] || broken "The removal took the keys along."
  require_install new
  await_station
  record_answers "$state/answers-after"
  diff "$state/answers-before" "$state/answers-after" || broken "After the removal and installation the API answers differently (see above)."
  feed_for_certain "$id"
  feed_lines 4
  check_samples "$id"
}
