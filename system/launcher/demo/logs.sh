# shellcheck shell=bash disable=SC2154 # data, place and words are the launcher's
# ./powermeter logs: follows the logs until Ctrl-C.

command_logs() {
  local place=() words=()
  split_data_option "$@"
  ((${#words[@]} <= 1)) || refuse "logs takes one name at most, and ${#words[@]} were given: ${words[*]}."
  [[ ${words[0]:-web} =~ ^(receiver|processor|web|postgresql|w3bstream)$ ]] \
    || refuse "There is no log '${words[0]}': the logs are receiver, processor, web and postgresql, and w3bstream with 'demo --w3bstream'."
  find_data_directory "${place[@]}"
  local names=("${words[@]}")
  if ((${#words[@]} == 0)); then
    names=(receiver processor web postgresql)
    [[ ! -e $data/log/w3bstream.log ]] || names+=(w3bstream)
  fi
  [[ -s $data/log/supervisord.log ]] || fail "There are no logs yet, as no demo was started with the data in $data: start one with '$me demo'."
  # -F follows a log over its rotation, and one that is not there yet.
  cd -- "$data/log" || exit
  exec tail -n 100 -F -- "${names[@]/%/.log}"
}
