# shellcheck shell=bash
# Checks that say what was expected and what there was.

broken() { # SENTENCE: ends the step
  printf '   %s\n' "$*"
  exit 1
}

note() { printf '   %s\n' "$*"; }

expect() { # WHAT EXPECTED ACTUAL
  [[ $2 == "$3" ]] || broken "$1: expected '$2', there is '$3'."
}

expect_contains() { # WHAT PATTERN TEXT
  grep -q -i -E -- "$2" <<<"$3" || broken "$1: expected something like '$2', there is: $(tail -c 600 <<<"$3")"
}

# Looks again and again, four times a second at most.
eventually() { # SECONDS WHAT COMMAND...
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < end)) || broken "It did not happen in time: $what."
    sleep 0.25
  done
}
