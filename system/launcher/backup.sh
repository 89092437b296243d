# shellcheck shell=bash disable=SC2154 # root, launcher, data and words are the launcher's
# powermeter backup: everything into one file, which is read back and compared with its checksums. The Web program does the work, as the
# database's owner.

# shellcheck source=system/launcher/new-file.sh
source "$launcher/new-file.sh"

# shellcheck source=system/launcher/demo-contents.sh
declare -F program_command >/dev/null || source "$launcher/demo-contents.sh"

command_backup() {
  local place=() words=() file='' passphrase='' given=() force='' secrets=() option
  split_data_option "$@"
  read_file_options backup '--secrets, --passphrase-file FILE and --force' --secrets --force -- "${words[@]}"
  for option in "${given[@]}"; do
    case $option in
      --force) force=yes ;;
      --secrets) secrets=(--secrets) ;;
    esac
  done
  [[ -n $file ]] || refuse "backup needs a file that is not there yet, or - for standard output: '${me:-./powermeter} backup FILE'. docs/backup.md has more."
  [[ $file != - || -z $force ]] || refuse "--force belongs to a file, and standard output is none."
  [[ -z $passphrase || ${#secrets[@]} -gt 0 ]] || refuse "--passphrase-file belongs to --secrets, and that is not given."
  find_data_directory "${place[@]}"
  require_running_database
  open_passphrase "$passphrase" 0
  local program_command
  program_command Web owner --backup - "${secrets[@]}" "${passphrase_option[@]}"
  [[ $file != - ]] || exec "${program_command[@]}"
  backup_to_file
}

# Says what became of a file that the program did not fill.
nothing_left() { # EXIT-CODE
  local free
  rm -f -- "$backup_partial"
  exec 5>&-
  free=$(df --output=avail --block-size=1000000 -- "$(dirname -- "$file")" 2>/dev/null | tail -n 1) || free=
  printf "'%s' was not written, and nothing of it was left%s.\n" "$file" "${free:+ (its disk has $((free)) MB free)}" >&2
  exit "$1"
}

# What backup and restore are given: a file, that of a passphrase, and options of their own.
read_file_options() { # COMMAND ALLOWED OPTION... -- ARGUMENT...: sets file, passphrase and the array given
  local reader=$1 allowed=$2 known=() option
  shift 2
  for (( ; ; )); do
    option=$1
    shift
    [[ $option != -- ]] || break
    known+=("$option")
  done
  while (($# > 0)); do
    case $1 in
      --passphrase-file)
        [[ -n ${2:-} ]] || refuse "--passphrase-file needs a file after it, or - for standard input, and none was given."
        passphrase=$2
        shift
        ;;
      -?*)
        for option in "${known[@]}" ''; do [[ $option != "$1" ]] || break; done
        [[ -n $option ]] || refuse "$reader does not know '$1'; allowed: $allowed$also_data."
        given+=("$option")
        ;;
      *)
        [[ -z $file ]] || refuse "$reader takes one file, and '$file' and '$1' were given."
        file=$1
        ;;
    esac
    shift
  done
}

# What the caller may read, the service user may not: the passphrase is opened here, and handed over open.
open_passphrase() { # FILE|-|nothing DESCRIPTOR: sets the array passphrase_option
  passphrase_option=()
  [[ -n $1 ]] || return 0
  if [[ $1 != - ]]; then
    [[ -f $1 ]] || fail "There is no file '$1'."
    [[ -r $1 ]] || fail "$(id -un) may not read '$1'."
    if (($2 == 0)); then exec <"$1"; else exec 4<"$1"; fi
  elif (($2 != 0)); then
    exec 4<&0
  fi
  passphrase_option=(--passphrase-file "/dev/fd/$2")
}

# Where the caller may write, the service user may not: the file is opened here, for the caller alone, and has its name only when it was
# read back. It is opened once: in a directory of the service user's its name might lead elsewhere the next time.
backup_to_file() {
  local result=0 partial=$file.partial
  [[ ! -d $file ]] || fail "'$file' is a directory; allowed: a file that is not there yet."
  [[ ! -e $file || -n $force ]] || fail "There is a file '$file' already: choose another name, or overwrite it with --force."
  [[ ! -e $partial || -n $force ]] || fail "There is a file '$partial': another backup is writing it, or was killed. Remove it, or overwrite it with --force."
  rm -f -- "$partial" 2>/dev/null || true
  open_new_file "$partial" || fail "$(id -un) cannot make the file '$partial': is there the directory, may it be written, has the disk room?"
  backup_partial=$partial
  trap 'rm -f -- "$backup_partial"' EXIT
  "${program_command[@]}" >&5 5>&- || result=$?
  ((result == 0)) || nothing_left "$result"
  sync -- /proc/self/fd/5 || fail "'$file' could not be written to the disk."
  exec 3</proc/self/fd/5 5>&-
  program_command Web owner --verify-backup /dev/fd/3
  "${program_command[@]}" || fail "'$file' was not written: what was written could not be read back (see above)."
  exec 3<&-
  mv --force --no-target-directory -- "$partial" "$file" || fail "'$partial' could not be renamed to '$file'."
}
