# shellcheck shell=bash
# A file that the launcher makes for a program which may not write where the caller may.

# Opens it once, as descriptor 5: never one that is there already, nor through a link.
open_new_file() { # FILE [UMASK, default: for the caller alone]
  local before result=0
  before=$(umask)
  umask "${2:-077}"
  set -o noclobber
  { exec 5>"$1"; } 2>/dev/null || result=1
  set +o noclobber
  umask "$before"
  return "$result"
}
