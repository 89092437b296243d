# shellcheck shell=bash disable=SC2154 # data and rest are the launcher's
# ./powermeter logs: follows the logs until Ctrl-C.

command_logs() {
  # The name may stand before the option.
  if (($# == 3)) && [[ $2 == --data ]]; then set -- "$2" "$3" "$1"; fi
  find_data_directory "$@"
  ((${#rest[@]} <= 1)) || fail "logs takes one name at most, and ${#rest[@]} were given: ${rest[*]}."
  local names=(receiver processor web postgresql)
  [[ ! -e $data/log/w3bstream.log ]] || names+=(w3bstream)
  if ((${#rest[@]} == 1)); then
    [[ ${rest[0]} =~ ^(receiver|processor|web|postgresql|w3bstream)$ ]] \
      || fail "There is no log '${rest[0]}': the logs are receiver, processor, web and postgresql, and w3bstream with 'demo --w3bstream'."
    names=("${rest[0]}")
  fi
  [[ -s $data/log/supervisord.log ]] || fail "There are no logs yet, as no demo was started with the data in $data: start one with '$me demo'."
  # -F follows a log over its rotation, and one that is not there yet.
  cd -- "$data/log" || exit
  exec tail -n 100 -F -- "${names[@]/%/.log}"
}
