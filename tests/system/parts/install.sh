# shellcheck shell=bash disable=SC2154 # debian, directory and state are life.sh's
# Steps: from the bare machine to a base station that measures.

refuses_without_runtime() {
  take_runtime_away
  local result=0
  install_package old || result=$?
  expect_contains "what the installation says without a runtime" '\.NET 10' "$(cat "$directory/log/apt-last.log")"
  note "$(grep -m 1 -i -E '\.NET 10' "$directory/log/apt-last.log") (exit code $result)"
  # Half installed is not installed: nothing of it may run.
  nothing_runs 'PowerMeter\.' || broken "Programs run without a runtime: $(processes 'PowerMeter\.')"
}

installs() {
  provide_runtime
  require_install old
  expect "the version that is installed" "$(package_version old)" "$(installed_version)"
  in_debian pg_lsclusters --no-header | grep -q online || broken "PostgreSQL does not run after the installation."
  # What an init would have done.
  power_on
  station_port >"$state/port"
  [[ -s $state/port ]] || broken "There is no Web:Port in /etc/powermeter/powermeter.json."
  await_station
  expect "the owner of the secrets" 'powermeter 700' "$(in_debian stat -c '%U %a' /var/lib/powermeter/passwords)"
  local name
  for name in Receiver Processor Web; do
    expect "the user of $name" powermeter "$(user_of "PowerMeter\.$name\.dll")"
  done
  ! grep -r -q -F -- "$(secret_of web)" "$debian/var/log/powermeter" "$debian/etc/powermeter" || broken "A password stands in a log or in the settings."
  note "$(installed_version) runs on port $(cat "$state/port")."
}

user_of() { # PATTERN
  local pid
  pid=$(processes "$1" | head -n 1)
  [[ -n $pid ]] || broken "No process is $1."
  in_debian stat -c %U "/proc/$pid"
}

secret_of() { # ROLE: the last field of a libpq password file
  sed 's/.*://' "$debian/var/lib/powermeter/passwords/powermeter_$1.pgpass"
}

answers_first_run() {
  expect "the API's status before the first run" 503 "$(api_status sensors)"
  in_debian powermeter setup --answers - <<JSON
{
  "language": "fr", "time_zone": "Europe/Paris", "site_name": "Maison",
  "account": { "name": "$account", "password": "$account_password" },
  "tariff": { "provider": "Provider", "peak_price_per_kwh": 0.25, "off_peak_price_per_kwh": 0.2, "off_peak": "22:00-06:00", "valid_from": "2024-01-01" }
}
JSON
  expect "the API's status without signing in" 401 "$(api_status sensors)"
  ! sign_in 'not the password at all' || broken "A wrong password signs in."
  sign_in || broken "The login form does not let the account in: $(head -c 300 "$state/signed-in.html")"
  expect_contains "the settings by the API" '"time_zone":"Europe/Paris"' "$(api settings)"
}

# Sixteen months at ten minutes, with days and nights: what answers later must be the same after a restore.
imports_history() {
  in_debian powermeter sensor add push --name History --period 10m
  date -u +%s | awk '{
    print "time,watts"
    for (time = int($1 / 86400) * 86400 - 480 * 86400; time < int($1 / 86400) * 86400; time += 600) {
      count++
      printf "%d,%.1f\n", time, 300 + 200 * sin(count / 23) + (count * 7919 % 997) / 10
    }
  }' >"$debian/root/history.csv"
  in_debian powermeter import /root/history.csv --sensor History >"$directory/log/import.log" 2>&1 || {
    show_end_of "$directory/log/import.log"
    broken "The history could not be imported (see above)."
  }
  eventually 180 "all energy is computed" energy_is_done
  local id stored
  id=$(sensor_id History)
  stored=$(api "sensors/$id/samples?format=csv" | tail -n +2 | wc -l)
  expect "the samples of the history" 69120 "$stored"
}

records_sensor() {
  start_feeder
  in_debian powermeter sensor add "acs712=$feeder_device" --name Feeder --period 1s
  local id
  id=$(sensor_id Feeder)
  [[ -n $id ]] || broken "The API does not list the sensor: $(api sensors)"
  feed_for_certain "$id"
  feed_lines 20
  check_samples "$id"
  check_energy "$id"
}
