# shellcheck shell=bash disable=SC2154 # root, data and words are the launcher's
# powermeter restore: puts a backup in the place of what the database has. The Web program does the work, as the database's owner; it asks first.

# shellcheck source=system/launcher/backup.sh
source "$launcher/backup.sh"

command_restore() {
  local place=() words=() file='' passphrase='' given=()
  split_data_option "$@"
  read_file_options restore '--yes, --passphrase-file FILE, --no-secrets and --no-backup' --yes --no-secrets --no-backup -- "${words[@]}"
  [[ -n $file ]] || refuse "restore needs a file that 'backup' made, or - for standard input: '${me:-./powermeter} restore FILE'. docs/backup.md has more."
  [[ $file != - || $passphrase != - ]] || refuse "The backup and its passphrase cannot both come from standard input: give one of them as a file."
  find_data_directory "${place[@]}"
  require_running_database
  # What the caller may read, the service user may not: the file is opened here, and handed over open.
  if [[ $file != - ]]; then
    open_backup "$file"
    file=/dev/fd/3
  fi
  open_passphrase "$passphrase" 4
  local program_command
  program_command Web owner --restore "$file" "${given[@]}" "${passphrase_option[@]}"
  # In the foreground: it asks, and Ctrl-C cancels.
  exec "${program_command[@]}"
}

open_backup() { # FILE: becomes descriptor 3
  [[ -f $1 ]] || fail "There is no file '$1'."
  [[ -r $1 ]] || fail "$(id -un) may not read '$1'."
  exec 3<"$1"
  require_no_way_out "$1"
}

# The service user, to whom the file is handed, must not choose by a link in its own directory what root opens for it.
require_no_way_out() { # FILE, which is open as descriptor 3
  local place opened
  ((EUID == 0)) || return 0
  place=$(realpath -- "$data") opened=$(readlink -- /proc/self/fd/3)
  [[ $(realpath --no-symlinks -- "$1") != "$data"/* && $(realpath -- "$(dirname -- "$1")")/ != "$place"/* || $opened == "$place"/* ]] \
    || fail "'$1' is a link that leads out of $data, to '$opened': name that file itself."
}
