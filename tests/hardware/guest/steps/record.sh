# shellcheck shell=dash disable=SC2154 # mode is init's
# What the steps share. They judge nothing: they leave in /results what happened, and the host judges.

say() { echo "[$(cut -d ' ' -f 1 /proc/uptime) s] $*"; }

# Runs a program of ours; leaves NAME.out, NAME.err and NAME.exit.
record() { # NAME PROGRAM ARGUMENT...
  record_name=$1
  shift
  say "$record_name: $*"
  run_program "$@" >"/results/$record_name.out" 2>"/results/$record_name.err" </dev/null
  echo $? >"/results/$record_name.exit"
}

# A program that hangs must not hold up the rest.
run_program() { # Receiver|Processor ARGUMENT...
  program=$1
  shift
  if [ -x "/program/PowerMeter.$program" ]; then
    timeout 180 "/program/PowerMeter.$program" "$@"
  else
    timeout 180 /program/dotnet/dotnet "/program/PowerMeter.$program.dll" "$@"
  fi
}

# Leaves the command's answer in NAME.txt.
note() { # NAME COMMAND...
  note_name=$1
  shift
  "$@" >"/results/$note_name.txt" 2>&1
}

wait_for() { # SECONDS COMMAND...: again and again until it succeeds
  wait_tries=$(($1 * 5))
  shift
  while ! "$@" 2>/dev/null; do
    wait_tries=$((wait_tries - 1))
    [ "$wait_tries" -gt 0 ] || return 1
    sleep 0.2
  done
}

is_spoiled() { [ "$mode" = spoil ]; }
