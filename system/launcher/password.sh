# shellcheck shell=bash disable=SC2154 # data, place and words are the launcher's
# ./powermeter password NAME: another password for somebody who forgot his, as the owner of the demo's database.

password_usage="allowed: 'password NAME'$also_data; the password is asked for, or is the first line of standard input."

command_password() {
  local place=() words=()
  split_data_option "$@"
  [[ ${#words[@]} -eq 1 && ${words[0]} != -* ]] || refuse "password needs the name of one account; $password_usage"
  find_data_directory "${place[@]}"
  require_running_database
  local new=''
  if [[ -t 0 ]]; then
    read -r -s -p "New password for ${words[0]}: " new || true
    printf '\n' >&2
  else
    IFS= read -r new || true
  fi
  local program_command
  program_command Web owner --set-password "${words[0]}"
  # By a pipe: among the arguments other users would see it.
  "${program_command[@]}" <<<"$new"
}
