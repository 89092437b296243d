# shellcheck shell=bash disable=SC2154 # root, data and words are the launcher's
# powermeter verify: compares a backup with its checksums and says what is in it. No database is needed.

# shellcheck source=system/launcher/restore.sh
source "$launcher/restore.sh"

command_verify() {
  local place=() words=() file program_command
  split_data_option "$@"
  [[ ${#words[@]} -eq 1 && (${words[0]} != -* || ${words[0]} == -) ]] || refuse "verify takes one file that 'backup' made, or - for standard input: '${me:-./powermeter} verify FILE'."
  file=${words[0]}
  find_data_directory "${place[@]}"
  [[ $data == /var/lib/powermeter || (-e $data/powermeter.json && -e $data/app/Web/PowerMeter.Web.dll) ]] \
    || fail "There is no demo in $data: start it once with '${me:-./powermeter} demo', and ask again."
  if [[ $file != - ]]; then
    open_backup "$file"
    file=/dev/fd/3
  fi
  program_command Web owner --verify-backup "$file"
  exec "${program_command[@]}"
}
