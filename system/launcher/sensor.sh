# shellcheck shell=bash disable=SC2154 # root, data and rest are the launcher's
# ./powermeter sensor add|change|pause|remove|list: keeps the sensors of the demo that runs. The Receiver does the work.

command_sensor() {
  local place=() words=()
  split_data_option "$@"
  find_data_directory "${place[@]}" "${words[@]}"
  [[ ${rest[0]:-} =~ ^(add|change|pause|remove|list)$ ]] \
    || fail "sensor does not know '${rest[0]:-}': it is sensor add, change, pause, remove or list. docs/sensors.md has examples."
  if ((${#rest[@]} == 1)); then
    case ${rest[0]} in
      add) fail "sensor add needs a KIND[=DEVICE] after it, such as acs712=/dev/ttyACM0: docs/sensors.md lists the kinds." ;;
      change | pause | remove) fail "sensor ${rest[0]} needs a sensor's name or number after it: '$me sensor list' tells them." ;;
    esac
  fi
  local verb=--${rest[0]}-sensor
  [[ $verb != --list-sensor ]] || verb=--list-sensors
  require_running_database
  program_command Receiver owner "$verb" "${rest[@]:1}"
  # In the foreground: a secret may be typed.
  exec "${program_command[@]}"
}
