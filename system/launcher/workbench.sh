# shellcheck shell=bash disable=SC2154 # root is the launcher's
# What tests and benchmarks need: a build, and a temporary directory with a PostgreSQL cluster. Both go at the end,
# however it comes.

workbench=

set_up_workbench() { # PROFILE of the cluster
  trap 'exit 130' INT TERM HUP PIPE
  trap leave_workbench EXIT
  # Under /tmp whatever TMPDIR says: a socket's path may have 107 bytes only.
  workbench=$(mktemp -d /tmp/powermeter-test.XXXXXX)
  # The system user that owns the cluster passes through; what is in it stays closed.
  chmod 0711 -- "$workbench"
  mkdir -m 1777 -- "$workbench/tmp"
  build_solution
  run_step "$root/system/private-cluster" init "$workbench/cluster" --profile "$1"
  run_step "$root/system/private-cluster" start "$workbench/cluster"
  # Browsers and runtimes leave files behind when they are killed: they go with the rest.
  export TMPDIR=$workbench/tmp POWERMETER_TEST_CLUSTER=$workbench/cluster
}

build_solution() {
  say "Building…"
  # Not in the workbench: whoever reads of a failure wants to look into it.
  mkdir -p -- "$root/artifacts"
  rm -f -- "$root/artifacts/build.log"
  run_build "$root/artifacts/build.log" build "$root/PowerMeter.sln" --configuration Release
}

clean_workbench() {
  [[ -n $workbench ]] || return 0
  if [[ -e $workbench/cluster/initialized ]]; then
    "$root/system/private-cluster" stop "$workbench/cluster" || "$root/system/private-cluster" kill "$workbench/cluster" || true
  fi
  rm -rf -- "$workbench"
  workbench=
}

leave_workbench() {
  local result=$?
  trap '' INT TERM HUP PIPE
  set +e
  end_step
  clean_workbench
  exit "$result"
}
