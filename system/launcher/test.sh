# shellcheck shell=bash disable=SC2154 # root is the launcher's
# ./powermeter test: builds, runs every test on a PostgreSQL cluster of its own, and counts.

# shellcheck source=system/launcher/build.sh
source "$launcher/build.sh"
# shellcheck source=system/launcher/workbench.sh
source "$launcher/workbench.sh"

command_test() {
  local filter='' passed=0 failed=0 skipped=0
  test_arguments "$@"
  require_dotnet
  # systemd judges its units. The Arduino's sketches are compiled for the Uno, and run in simavr, which a small C program drives.
  install_missing postgresql socat chromium npm openssl curl shellcheck arduino-core-avr gcc libc6-dev libsimavr-dev systemd
  set_up_workbench test
  local name
  for name in Unit Integration Browser; do run_tests "$name"; done
  clean_workbench
  # A name that no test has is a mistake, not a success.
  ((passed + failed + skipped > 0)) || say "No test's full name contains '$filter'."
  printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  ((failed == 0 && skipped == 0 && passed > 0))
}

test_arguments() {
  while (($# > 0)); do
    [[ $1 == --filter ]] || refuse "test does not know '$1': its only option is --filter TEXT."
    [[ -n ${2:-} ]] || refuse "--filter needs a part of a test's name after it, and none was given."
    filter=$2
    shift 2
  done
}

run_tests() { # NAME: one test program; its totals are added to passed, failed and skipped
  local name=$1 results=$workbench/$1.xml only=() result=0 total_before=$((passed + failed + skipped)) failed_before=$failed
  [[ -z $filter ]] || only=(-method "*$filter*")
  say "Running the $name tests…"
  # xunit's own console runner: it prints each failure, and its XML holds the totals.
  run_step env --chdir="$root" dotnet "$root/artifacts/bin/$name/release/PowerMeter.Tests.$name.dll" \
    -noLogo -noColor -xml "$results" "${only[@]}" </dev/null || result=$?
  if [[ ! -s $results ]]; then
    say "The $name tests ended with exit code $result and without results: counted as one failure."
    failed=$((failed + 1))
    return
  fi
  passed=$((passed + $(total passed "$results")))
  failed=$((failed + $(total failed "$results") + $(total errors "$results")))
  skipped=$((skipped + $(total skipped "$results") + $(total not-run "$results")))
  if ((result != 0 && failed == failed_before)); then
    say "The $name tests ended with exit code $result though none of them failed: counted as one failure."
    failed=$((failed + 1))
  elif [[ -z $filter ]] && ((passed + failed + skipped == total_before)); then
    say "The $name tests ran no test at all: counted as one failure."
    failed=$((failed + 1))
  fi
}

total() { # ATTRIBUTE FILE: summed over the <assembly> elements
  grep -o '<assembly [^>]*>' "$2" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ sum += $1 } END { print sum + 0 }'
}
