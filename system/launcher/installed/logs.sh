# shellcheck shell=bash disable=SC2154 # rest is the launcher's
# powermeter logs: follows the logs until Ctrl-C.

command_logs() {
  take_arguments "$@"
  ((${#rest[@]} <= 1)) || refuse "logs takes one name at most, and ${#rest[@]} were given: ${rest[*]}."
  local names=(receiver processor web)
  if ((${#rest[@]} == 1)); then
    [[ ${rest[0]} =~ ^(receiver|processor|web|install)$ ]] || refuse "There is no log '${rest[0]}': the logs are receiver, processor, web and install. PostgreSQL's are in /var/log/postgresql."
    names=("${rest[0]}")
  fi
  find_data_directory "$@"
  if [[ $(service_manager) == systemd && ${names[*]} != install ]]; then
    exec journalctl --follow --lines=100 "${names[@]/#/--unit=powermeter-}"
  fi
  # -F follows a log over its rotation, and one that is not there yet.
  cd /var/log/powermeter || exit
  exec tail -n 100 -F -- "${names[@]/%/.log}"
}
