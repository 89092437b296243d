#!/usr/bin/env bash
# The steps, in order. Runs as the first process of name spaces of its own (see ../run): mounts, processes, network.
# DIRECTORY [STEP...]: all of them, or some in a Debian that was kept.
set -euo pipefail

parts=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
launcher=$parts/../../../system/launcher
directory=$1
shift
wanted=("$@")
# shellcheck disable=SC2034 # the parts'
debian=$directory/root state=$directory/state
# shellcheck source=system/launcher/say.sh
source "$launcher/say.sh"
for part in machine station api feeder samples checks install trouble upgrade backup systemd; do
  # shellcheck source=/dev/null
  source "$parts/$part.sh"
done

passed=0 failed=0 left=0

step() { # FUNCTION HEADING
  if ((${#wanted[@]} > 0)) && [[ " ${wanted[*]} " != *" $1 "* ]]; then return 0; fi
  # Each step builds on the ones before it.
  if ((failed > 0)); then
    left=$((left + 1))
    return 0
  fi
  printf '\n== %s\n' "$2"
  local result=0
  # Not called as a condition, where bash would pass over what fails inside.
  (
    set -e
    "$1"
  ) &
  wait "$!" || result=$?
  if ((result == 0)); then
    passed=$((passed + 1))
    printf '   passed after %d s\n' "$SECONDS"
  else
    failed=$((failed + 1))
    printf '   FAILED: %s (%s)\n' "$2" "$1"
    keep_evidence
  fi
}

# For steps that are run alone: the station as an earlier run has left it.
resume_life() {
  provide_runtime
  power_on
  # A step that failed may have left them to systemd.
  rm -f -- "$debian"/etc/systemd/system/*.wants/powermeter*
  in_debian powermeter start >/dev/null 2>&1 || true
  await_station
  if [[ -e $state/fed ]]; then
    rm -f -- "$state/feeder.pid" "$state/socat.pid"
    sign_in
    start_feeder
    feed_for_certain "$(sensor_id Feeder)"
  fi
}

start_machine
[[ ${#wanted[@]} -eq 0 ]] || ! is_installed_in_debian || resume_life

step refuses_without_runtime "Without a .NET runtime the package says what is missing"
step installs "The package is installed and its processes run"
step answers_first_run "The first run is answered, and the login form lets its account in"
step imports_history "A year of history is imported"
step records_sensor "A sensor's samples arrive, and their energy is right"
step survives_reboot "A reboot loses and doubles nothing"
step survives_kill "Each process comes back after kill -9"
step survives_database_outage "While PostgreSQL is away the Receiver spools"
step upgrades "An upgrade backs up, verifies, migrates and loses nothing"
step restores_after_purge "A backup answers after purge, install and restore as before"
step keeps_data_when_removed "A package that is removed leaves its data, and finds it again"
step runs_under_systemd "systemd runs it as well, and its watchdog ends what hangs"

stop_machine
printf '\n%d steps passed, %d failed' "$passed" "$failed"
((left == 0)) || printf ', %d not run' "$left"
printf '\n'
((failed == 0 && passed > 0))
