# shellcheck shell=bash disable=SC2154 # rest and me are the launcher's
# powermeter start, stop and restart: the three processes, or one of them, under whoever runs them.

command_start() { control_from_arguments start "$@"; }

control_from_arguments() { # start|stop|restart [NAME]
  local verb=$1 names=(receiver processor web)
  shift
  take_arguments "$@"
  ((${#rest[@]} <= 1)) || refuse "$verb takes one name at most, and ${#rest[@]} were given: ${rest[*]}."
  if ((${#rest[@]} == 1)); then
    [[ ${rest[0]} =~ ^(receiver|processor|web)$ ]] || refuse "$verb does not know '${rest[0]}': it takes receiver, processor or web, or nothing for all three."
    names=("${rest[0]}")
  fi
  find_data_directory "$@"
  ((EUID == 0)) || fail "This needs root: run 'sudo $me $verb'."
  # Supervisor runs without programs where they were taken out by hand, and they come back with it.
  [[ $verb == stop || $(service_manager) == systemd ]] || enable_supervisor_programs
  service_runs || fail "Supervisor does not run, which keeps the programs: 'service supervisor start' starts it."
  control_programs "$verb" "${names[@]}" || fail "Not all of it was done (see above): '$me status' tells what runs, '$me logs' why."
}
