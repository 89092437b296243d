# shellcheck shell=bash disable=SC2154 # root, launcher, data and words are the launcher's
# ./powermeter identity: shows the device's key, takes one from elsewhere, gives it away. The Processor program does the
# work, as the service user; nothing needs to run.

# shellcheck source=system/launcher/new-file.sh
source "$launcher/new-file.sh"

identity_usage="allowed: 'identity [show] [--json]', 'identity import FILE [--curve secp256k1|secp256r1] [--replace]' and 'identity export raw|hex|pem --out FILE'$also_data; FILE may be '-'."

command_identity() {
  local place=() words=() action program_command
  split_data_option "$@"
  action=${words[0]:-show}
  [[ $action != --json ]] || words=(show --json) action=show
  case $action in
    show) show_identity "${words[@]:1}" ;;
    import) import_identity "${words[@]:1}" ;;
    export) export_identity "${words[@]:1}" ;;
    *) refuse "identity does not know what it was told; $identity_usage" ;; # not repeated: it might be a key
  esac
}

find_identity() { # by command_identity's place
  find_data_directory "${place[@]}"
  require_identity
}

show_identity() {
  [[ $# -eq 0 || ($# -eq 1 && $1 == --json) ]] || refuse "identity show takes --json alone; $identity_usage"
  find_identity
  program_command Processor processor --identity "$@"
  exec "${program_command[@]}"
}

# What the caller may read, the service user may not: the file is opened here, and handed over open.
import_identity() {
  local file=${1:-}
  [[ -n $file && $file != --* ]] || refuse "identity import needs a file, or '-' for standard input; $identity_usage"
  shift
  if [[ $file =~ ^(0x)?[0-9A-Fa-f]{64}$ ]]; then
    refuse "identity import takes the name of a file, and not the key itself, which others can see in the list of processes: take that key for known."
  fi
  local word
  for word in "$@"; do # not repeated either: a PEM begins as an option does
    [[ $word != --* || $word =~ ^--(curve|replace)$ ]] || refuse "What stands after the file of identity import is not understood; $identity_usage"
  done
  find_identity
  if [[ $file != - ]]; then
    [[ -f $file ]] || fail "There is no file '$file'."
    [[ -r $file ]] || fail "$(id -un) may not read '$file'."
    exec <"$file"
  fi
  program_command Processor processor --import-key - "$@"
  exec "${program_command[@]}"
}

# Where the caller may write, the service user may not: the file is made here, for the caller alone.
export_identity() {
  local format=${1:-} file=${3:-} result=0
  [[ $# -eq 3 && $2 == --out && -n $file ]] || refuse "identity export needs a format and --out with a file that is not there yet; $identity_usage"
  find_identity
  program_command Processor processor --export-key "$format" --out -
  [[ $file != - ]] || exec "${program_command[@]}"
  [[ ! -e $file && ! -L $file ]] || fail "There is a file '$file' already: choose another name."
  open_new_file "$file" || fail "$(id -un) cannot make the file '$file': is there the directory, may it be written, has the disk room?"
  export_unfinished=$file
  trap '[[ -z $export_unfinished ]] || rm -f -- "$export_unfinished"' EXIT
  "${program_command[@]}" >&5 5>&- || result=$?
  ((result == 0)) || exit "$result"
  sync -- /proc/self/fd/5 || fail "'$file' could not be written to the disk."
  export_unfinished=''
}
