# shellcheck shell=bash disable=SC2154 # programs is station.sh's
# Steps: what happens to a machine. The sensor's lines are counted all the while.

survives_reboot() {
  local id
  id=$(sensor_id Feeder)
  feed_lines 4
  # The sensor hangs on the machine: without it, it says nothing.
  feed_perhaps
  pause_feeder
  check_samples "$id"
  stop_feeder
  power_off
  start_feeder
  power_on
  await_station
  api settings >/dev/null || broken "The session of before the reboot is not known any more."
  feed_for_certain "$id"
  feed_lines 6
  check_samples "$id"
}

survives_kill() {
  local id program
  id=$(sensor_id Feeder)
  for program in Processor Web; do
    kill_and_await "$program"
  done
  # The two are not the ones that measure.
  feed_lines 4
  check_samples "$id"

  feed_perhaps
  check_samples "$id"
  kill_and_await Receiver
  # The kernel keeps a pseudo-terminal for whoever was killed as long as its other end is open; a cable's it gives free.
  unplug
  plug_in
  feed_for_certain "$id"
  feed_lines 4
  check_samples "$id"
}

kill_and_await() { # Receiver, Processor or Web
  local before
  before=$(processes "PowerMeter\.$1\.dll")
  [[ -n $before ]] || broken "$1 does not run before it is killed."
  # shellcheck disable=SC2086 # one pid a word
  kill -KILL $before
  eventually 60 "supervisor starts $1 again" is_another "$1" "$before"
  await_station
  note "$1 was killed (pid $before) and runs again (pid $(processes "PowerMeter\.$1\.dll"))."
}

is_another() { # NAME PID
  local now
  now=$(processes "PowerMeter\.$1\.dll")
  [[ -n $now && $now != "$2" ]]
}

survives_database_outage() {
  local id receiver
  id=$(sensor_id Feeder)
  receiver=$(processes 'PowerMeter\.Receiver\.dll')
  feed_lines 4
  in_debian service postgresql stop >/dev/null
  feed_lines 30
  [[ -n $(find "$debian/var/lib/powermeter/spool" -type f -size +0c) ]] || broken "The spool is empty while PostgreSQL is away."
  expect "the Receiver's pid, which is to go on" "$receiver" "$(processes 'PowerMeter\.Receiver\.dll')"
  in_debian service postgresql start >/dev/null
  eventually 120 "the station answers again" answers_api
  feed_lines 4
  check_samples "$id"
  check_energy "$id"
}
