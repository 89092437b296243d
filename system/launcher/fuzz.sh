# shellcheck shell=bash disable=SC2154 # root is the launcher's
# ./powermeter fuzz [N] [decoder…]: random and mutated inputs for every decoder; they need no database.

# shellcheck source=system/launcher/build.sh
source "$launcher/build.sh"
# shellcheck source=system/launcher/workbench.sh
source "$launcher/workbench.sh"

command_fuzz() {
  local result=0 arguments=()
  check_option_names fuzz 'N, DECODER, --inputs N and --seed S' "$@"
  if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    arguments=(--inputs "$1")
    shift
  fi
  require_dotnet
  install_missing npm
  trap 'exit 130' INT TERM HUP PIPE
  trap leave_workbench EXIT
  build_solution
  run_step dotnet "$root/artifacts/bin/Fuzz/release/PowerMeter.Fuzz.dll" "${arguments[@]}" "$@" || result=$?
  # It has said what is allowed.
  ((result != 2)) || exit 2
  ((result == 0)) || fail "The fuzzer ended with exit code $result."
}
