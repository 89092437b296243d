# shellcheck shell=bash disable=SC2154 # root is the launcher's
# ./powermeter bench: the benchmarks, on a PostgreSQL cluster of their own that writes to the disk as a real one.

# shellcheck source=system/launcher/build.sh
source "$launcher/build.sh"
# shellcheck source=system/launcher/workbench.sh
source "$launcher/workbench.sh"

command_bench() {
  local result=0
  [[ ${1:-} != -* ]] || refuse "bench does not know '$1'; allowed: names of benchmarks, or nothing for all that are not long."
  require_dotnet
  install_missing postgresql socat chromium npm openssl
  set_up_workbench test-durable
  run_step dotnet "$root/artifacts/bin/Benchmarks/release/PowerMeter.Benchmarks.dll" "$@" || result=$?
  # It has said what is allowed.
  ((result != 2)) || exit 2
  ((result == 0)) || fail "The benchmarks ended with exit code $result."
}
