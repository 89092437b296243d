# shellcheck shell=bash disable=SC2154 # root, data and words are the launcher's
# ./powermeter import: brings samples of other meters and programs into the demo that runs. The Web program does the work.

command_import() {
  local place=() words=() rest_of=() password_file='' source_of_rows
  split_data_option "$@"
  [[ -n ${words[0]:-} && (${words[0]} != -* || ${words[0]} == -) ]] \
    || refuse "import needs first a file, '-' or a CitizenWatt database's address, then --sensor with a name or number: '$me import FILE --sensor NAME'. docs/import.md has examples."
  source_of_rows=${words[0]}
  set -- "${words[@]:1}"
  while (($# > 0)); do
    if [[ $1 == --password-file ]]; then
      [[ -n ${2:-} ]] || refuse "--password-file needs a file after it, and none was given."
      password_file=$2
      shift 2
    else
      rest_of+=("$1")
      shift
    fi
  done
  check_option_names import '--sensor N, --dry-run, --from FORMAT, --value watts|kwh, --zone NAME, --source-sensor N, --statistic ID, --interval DURATION, --bridge DURATION, --keep-tariff, --replace, --skip-rejects, --no-wait and --password-file FILE'"$also_data" "${rest_of[@]}"
  find_data_directory "${place[@]}"
  require_running_database
  # What the caller may read, the service user may not: files are opened here, and handed over open.
  case $source_of_rows in
    postgres://* | postgresql://*) [[ -z $password_file ]] || open_input "$password_file" ;;
    -) ;;
    *)
      open_input "$source_of_rows"
      source_of_rows=-
      ;;
  esac
  [[ -z $password_file || $source_of_rows == postgres* ]] || refuse "--password-file belongs to a database's address, and '${words[0]}' is a file."
  local program_command
  program_command Web web --import "$source_of_rows" "${rest_of[@]}"
  # In the foreground: a password may be typed, and Ctrl-C cancels.
  exec "${program_command[@]}"
}

open_input() { # FILE: becomes standard input
  [[ -f $1 ]] || fail "There is no file '$1'."
  [[ -r $1 ]] || fail "$(id -un) may not read '$1'."
  exec <"$1"
}
