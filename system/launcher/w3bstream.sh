# shellcheck shell=bash disable=SC2154 # root, data, place and words are the launcher's
# ./powermeter w3bstream: how the signed readings get on and how they are set, with the login and the keys of Web.

w3bstream_usage="allowed: 'w3bstream show [--json]', 'w3bstream set KEY=VALUE...' and 'w3bstream retry [N]'$also_data."

command_w3bstream() {
  local place=() words=()
  split_data_option "$@"
  case ${words[0]:-} in
    show | set | retry) ;;
    '') refuse "w3bstream needs to be told what to do; $w3bstream_usage" ;;
    *) refuse "w3bstream does not know '${words[0]}'; $w3bstream_usage" ;;
  esac
  case ${words[0]} in
    show) [[ ${words[*]:1} =~ ^(--json)?$ ]] || refuse "w3bstream show takes --json alone; $w3bstream_usage" ;;
    retry) [[ ${words[*]:1} =~ ^[0-9]*$ ]] || refuse "w3bstream retry takes one number, and '${words[*]:1}' was given; $w3bstream_usage" ;;
    set) check_w3bstream_token "${words[@]:1}" ;;
  esac
  find_data_directory "${place[@]}"
  require_running_database
  run_program Web web --w3bstream "${words[@]}"
}

# Before it stands among the arguments of further processes, and without saying it again.
check_w3bstream_token() { # KEY=VALUE...
  local word
  for word in "$@"; do
    [[ $word != token=?* || $word == token=- ]] \
      || refuse "The token stands among the arguments, where other users of the machine can see it; allowed: token=- with the token on standard input, or 'token=' to forget it."
  done
}
