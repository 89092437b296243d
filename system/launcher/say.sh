# shellcheck shell=bash
# How the scripts speak: progress on stderr, so that stdout carries only what was asked for.

say() { printf '%s\n' "$*" >&2; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# What is asked for cannot be asked for: nothing was looked at or changed. As with most programs, its exit code is another.
refuse() {
  printf '%s\n' "$*" >&2
  exit 2
}

# The end of a log, to go before the sentence that says what failed.
show_end_of() { # FILE [LINES]
  [[ -s $1 ]] || return 0
  say "The last lines of $1:"
  tail -n "${2:-15}" -- "$1" | sed 's/^/  | /' >&2
}

json_string() { # escapes what JSON demands; control characters never come here (see data-directory.sh)
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}
