# shellcheck shell=bash disable=SC2154 # root, launcher, data and words are the launcher's
# ./powermeter export: writes samples or energy of the demo that runs as CSV. The Web program does the work.

# shellcheck source=system/launcher/new-file.sh
source "$launcher/new-file.sh"

command_export() {
  local place=() words=() rest_of=() file=- force=''
  split_data_option "$@"
  ((${#words[@]} > 0)) || refuse "export needs --sensor with a name or number: docs/import.md has examples."
  set -- "${words[@]}"
  while (($# > 0)); do
    case $1 in
      --out)
        [[ -n ${2:-} ]] || refuse "--out needs a file after it, or - for standard output, and none was given."
        file=$2
        shift
        ;;
      --force) force=yes ;;
      *) rest_of+=("$1") ;;
    esac
    shift
  done
  check_option_names export '--sensor N, --from T, --to T, --bucket LENGTH, --out FILE and --force'"$also_data" "${rest_of[@]}"
  [[ $file != - || -z $force ]] || refuse "--force belongs to --out FILE, and no file is given."
  find_data_directory "${place[@]}"
  require_running_database
  local program_command
  program_command Web web --export "${rest_of[@]}"
  [[ $file != - ]] || exec "${program_command[@]}"
  export_to_file
}

# Where the caller may write, the service user may not: the file is opened here, and has its name only when it is whole.
export_to_file() {
  local result=0
  [[ ! -d $file ]] || fail "'$file' is a directory; allowed: a file that is not there yet."
  [[ ! -e $file || -n $force ]] || fail "There is a file '$file' already: choose another name, or overwrite it with --force."
  [[ ! -e $file.part || -n $force ]] || fail "There is a file '$file.part': another export is writing it, or was killed. Remove it, or overwrite it with --force."
  rm -f -- "$file.part" 2>/dev/null || true
  open_new_file "$file.part" "$(umask)" || fail "$(id -un) cannot make the file '$file.part': is there the directory, may it be written, has the disk room?"
  export_part=$file.part
  trap 'rm -f -- "$export_part"' EXIT
  "${program_command[@]}" >&5 5>&- || result=$?
  ((result == 0)) || exit "$result"
  sync -- /proc/self/fd/5 || fail "'$file' could not be written to the disk."
  mv --force --no-target-directory -- "$export_part" "$file" || fail "'$export_part' could not be renamed to '$file'."
}
