# shellcheck shell=bash
# One program of supervisor's, for the demo and for the package, of one template.

# Programs start in the order of their priority, and stop in the reverse one: the Receiver reads first and longest.
supervisor_priority() { # NAME
  case $1 in
    receiver) printf 100 ;;
    processor) printf 200 ;;
    web) printf 300 ;;
    *) printf 400 ;;
  esac
}

# Fills the template in; in supervisor's files % begins an expansion, which the values have doubled already.
supervisor_program() { # TEMPLATE KEY=VALUE...
  local text pair
  text=$(<"$1")
  shift
  for pair in "$@"; do
    text=${text//"@${pair%%=*}@"/"${pair#*=}"}
  done
  printf '%s\n' "$text"
}
