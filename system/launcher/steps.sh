# shellcheck shell=bash
# Long steps that a signal can end at once. Bash runs a trap only when its foreground command has ended, so a step
# runs in the background, leads its own process group, and the whole group goes when the launcher goes.

step_pid=

run_step() { # COMMAND...: its stdin, stdout and stderr are ours
  setsid -- "$@" <&0 9>&- &
  step_pid=$!
  local result=0
  wait "$step_pid" || result=$?
  step_pid=
  return "$result"
}

end_step() {
  [[ -n $step_pid ]] || return 0
  kill -TERM -- "-$step_pid" 2>/dev/null || true
  local waited
  for ((waited = 0; waited < 50; waited++)); do
    kill -0 -- "-$step_pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL -- "-$step_pid" 2>/dev/null || true
  wait "$step_pid" 2>/dev/null || true
  step_pid=
}

is_alive() { # PID: a process that has ended but was not yet waited for (Z) does not count
  local state
  state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null) && [[ -n $state && $state != Z ]]
}

wait_until_gone() { # PID SECONDS
  local tenths=$(($2 * 10))
  while is_alive "$1"; do
    ((tenths-- > 0)) || return 1
    sleep 0.1
  done
}
