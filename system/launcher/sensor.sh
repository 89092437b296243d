# shellcheck shell=bash disable=SC2154 # root, data, place and words are the launcher's
# ./powermeter sensor add|change|pause|remove|list: keeps the sensors of the demo that runs. The Receiver does the work.

command_sensor() {
  local place=() words=()
  split_data_option "$@"
  [[ ${words[0]:-} =~ ^(add|change|pause|remove|list)$ ]] \
    || refuse "sensor does not know '${words[0]:-}': it is sensor add, change, pause, remove or list. docs/sensors.md has examples."
  if ((${#words[@]} == 1)); then
    case ${words[0]} in
      add) refuse "sensor add needs a KIND[=DEVICE] after it, such as acs712=/dev/ttyACM0: docs/sensors.md lists the kinds." ;;
      change | pause | remove) refuse "sensor ${words[0]} needs a sensor's name or number after it: '$me sensor list' tells them." ;;
    esac
  fi
  local options='--name NAME, --period DURATION, --calibration FACTOR, --receiver NAME, --set KEY=VALUE'
  case ${words[0]} in
    add) check_option_names 'sensor add' "$options and --secret KEY$also_data" "${words[@]:2}" ;;
    change) check_option_names 'sensor change' "$options, --secret KEY, --enable and --disable$also_data" "${words[@]:2}" ;;
    list) [[ ${words[*]:1} =~ ^(--json)?$ ]] || refuse "sensor list does not know '${words[*]:1}'; allowed: --json$also_data." ;;
    pause) ((${#words[@]} == 2)) || refuse "sensor pause does not know '${words[*]:2}': it takes one sensor or one kind$also_data." ;;
    remove) [[ ${words[*]:2} =~ ^(--with-samples)?$ ]] || refuse "sensor remove does not know '${words[*]:2}'; allowed: --with-samples$also_data." ;;
  esac
  find_data_directory "${place[@]}"
  local verb=--${words[0]}-sensor
  [[ $verb != --list-sensor ]] || verb=--list-sensors
  require_running_database
  program_command Receiver owner "$verb" "${words[@]:1}"
  # In the foreground: a secret may be typed.
  exec "${program_command[@]}"
}
