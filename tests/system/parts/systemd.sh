# shellcheck shell=bash disable=SC2154 # debian, directory, parts and state are life.sh's
# Step: the same base station with systemd in supervisor's place, which really runs here, sandboxes and watchdog included.

runs_under_systemd() {
  local id unit
  id=$(sensor_id Feeder)
  feed_perhaps
  pause_feeder
  check_samples "$id"
  stop_feeder
  apt_in_debian install systemd systemd-sysv dbus || {
    show_end_of "$directory/log/apt-last.log" 25
    broken "systemd could not be installed (see above)."
  }
  power_off
  boot_systemd
  expect_contains "who runs PowerMeter at first" supervisor "$(under_systemd powermeter service status 2>&1)"
  under_systemd powermeter service systemd
  for unit in receiver processor web; do
    eventually 60 "powermeter-$unit is active" under_systemd systemctl --quiet is-active "powermeter-$unit"
  done
  ! { under_systemd supervisorctl status || true; } 2>/dev/null | grep -q RUNNING || broken "supervisor runs PowerMeter as well."
  expect "Receivers that run" 1 "$(processes 'PowerMeter\.Receiver\.dll' | wc -l)"
  start_feeder
  measures_under_systemd "$id"
  watchdog_bites
  under_systemd powermeter service supervisor
  expect "units that are active" '' "$(under_systemd systemctl --quiet --no-legend --plain list-units --state=active 'powermeter*')"
  expect_contains "who runs PowerMeter at last" supervisor "$(under_systemd powermeter service status 2>&1)"
  under_systemd systemctl stop supervisor postgresql
  kill -KILL "$(cat "$state/systemd.pid")"
}

boot_systemd() {
  unshare --mount --pid --net --ipc --uts --cgroup --fork --kill-child=KILL bash "$parts/init.sh" "$debian" >"$directory/log/systemd.log" 2>&1 &
  eventually 60 "systemd has started (this kernel must let it have control groups)" systemd_is_up
}

systemd_is_up() {
  local pid
  pid=$(processes '^/lib/systemd/systemd --log-target' | head -n 1)
  [[ -n $pid ]] || return 1
  printf '%s\n' "$pid" >"$state/systemd.pid"
  [[ $(under_systemd systemctl is-system-running 2>/dev/null) =~ ^(running|degraded)$ ]]
}

under_systemd() { # COMMAND...
  nsenter --target "$(cat "$state/systemd.pid")" --all env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb "$@"
}

# The API is asked where it is: in the network of that systemd.
newest_under_systemd() {
  under_systemd powermeter psql -XAtq -c "select last_watts::numeric(10,2) from sensor_status where sensor_id = $1"
}

measures_under_systemd() { # SENSOR
  local before
  before=$(wc -l <"$state/fed")
  eventually 60 "the sensor is read under systemd" is_read_under_systemd "$1" "$before"
  note "Exposure: $(for unit in receiver processor web; do under_systemd systemd-analyze security --no-pager "powermeter-$unit" | sed -n 's/.*level for \(.*\): \([0-9.]*\) .*/\1 \2/p'; done | paste -s -d ' ')"
}

is_read_under_systemd() { # SENSOR COUNT
  local newest
  newest=$(newest_under_systemd "$1") && [[ -n $newest ]] && tail -n "+$(($2 + 1))" "$state/fed" | grep -q "^$newest "
}

# A Processor that is held says no more that it lives. Two minutes are long for a test.
watchdog_bites() {
  local before unit=powermeter-processor.service
  under_systemd mkdir -p "/run/systemd/system/$unit.d"
  printf '[Service]\nWatchdogSec=4s\nTimeoutAbortSec=1s\n' >"$state/watchdog.conf"
  under_systemd tee "/run/systemd/system/$unit.d/watchdog.conf" <"$state/watchdog.conf" >/dev/null
  under_systemd systemctl daemon-reload
  under_systemd systemctl restart "$unit"
  before=$(under_systemd systemctl show --property=MainPID --value "$unit")
  # It lives through several times the watchdog's.
  sleep 10
  expect "the Processor's pid after 10 s with a watchdog of 4 s" "$before" "$(under_systemd systemctl show --property=MainPID --value "$unit")"
  kill -STOP "$(processes 'PowerMeter\.Processor\.dll')"
  eventually 60 "systemd ends the Processor that hangs and starts another" processor_is_another "$before"
  expect_contains "why it was ended" watchdog "$(under_systemd journalctl --no-pager --quiet --unit "$unit")"
  note "A Processor that was held was ended by the watchdog and started again."
}

processor_is_another() { # PID
  local now
  now=$(under_systemd systemctl show --property=MainPID --value powermeter-processor.service)
  [[ $now != 0 && $now != "$1" ]] && under_systemd systemctl --quiet is-active powermeter-processor
}
