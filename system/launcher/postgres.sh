# shellcheck shell=bash

# Debian keeps initdb and pg_ctl out of PATH, one directory a version: take the newest.
postgres_bin() {
  local newest
  newest=$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -n 1)
  [[ -x $newest ]] || fail "PostgreSQL's server is not installed (looked in /usr/lib/postgresql): install it with 'apt-get install postgresql'."
  dirname "$newest"
}
