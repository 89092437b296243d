# shellcheck shell=bash disable=SC2034 # place and words are the commands'
# What the commands ask of the three programs, wherever these are (see demo-place.sh and installed-place.sh).

run_program() { # NAME ROLE ARGUMENTS...
  local program_command
  program_command "$@"
  run_step "${program_command[@]}"
}

has_administrator() { # of the base station in $data, whose database runs
  [[ $(owner_psql -XAtq -c "select exists (select from users where role = 'admin')" 2>/dev/null) == t ]]
}

# The programs judge what stands with an option; that there is none of its name is said before anything is looked at.
check_option_names() { # COMMAND OPTIONS-IN-A-SENTENCE WORD...
  local name=$1 options=$2 word
  for word in "${@:3}"; do
    [[ $word != --?* || " ${options//,/ } " == *" $word "* ]] || refuse "$name does not know '$word'; allowed: $options."
  done
}

split_data_option() { # sets place to '--data DIR', which may stand anywhere, and words to the rest as it is
  place=() words=()
  while (($# > 0)); do
    if [[ $1 == --data ]]; then
      place=(--data "${2:-}")
      (($# == 1)) || shift
    else
      words+=("$1")
    fi
    shift
  done
}
