# shellcheck shell=bash disable=SC2154 # root, data, place and words are the launcher's
# ./powermeter setup: the first run of the demo that runs, by a file of answers instead of a browser.

setup_usage="allowed: 'setup --answers FILE [--if-new]', FILE may be '-'$also_data. docs/first-run.md has an example."

command_setup() {
  local place=() words=() answers='' options=()
  split_data_option "$@"
  set -- "${words[@]}"
  while (($# > 0)); do
    case $1 in
      --answers)
        [[ -n ${2:-} ]] || refuse "--answers needs a file after it, or '-', and none was given."
        answers=$2
        shift
        ;;
      --if-new) options=(--if-new) ;;
      *) refuse "setup does not know '$1'; $setup_usage" ;;
    esac
    shift
  done
  [[ -n $answers ]] || refuse "setup needs to be told where the answers are; $setup_usage"
  find_data_directory "${place[@]}"
  require_running_database
  # What the caller may read, the service user may not: the file is opened here, and handed over open.
  if [[ $answers != - ]]; then
    [[ -f $answers ]] || fail "There is no file '$answers'."
    [[ -r $answers ]] || fail "$(id -un) may not read '$answers'."
    exec <"$answers"
  fi
  local program_command
  program_command Web web --setup - "${options[@]}"
  exec "${program_command[@]}"
}
