# shellcheck shell=bash
# PostgreSQL refuses to run as root, and the programs have no need to. So when root starts PowerMeter, a system
# user owns the data and runs what it can; anyone else runs everything as himself.

service_user() {
  if ((EUID == 0)); then printf 'powermeter'; else id -un; fi
}

ensure_service_user() {
  ((EUID == 0)) || return 0
  if ! id -u powermeter >/dev/null 2>&1; then
    say "Adding the system user 'powermeter', which owns the database: PostgreSQL does not run as root."
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin powermeter \
      || fail "Could not add the system user 'powermeter': add it with 'useradd --system powermeter' and try again."
  fi
}

as_user() { # USER COMMAND...
  local user=$1
  shift
  if ((EUID == 0)); then
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups -- "$@"
  else
    "$@"
  fi
}

as_service() { as_user "$(service_user)" "$@"; }

deepest_existing() { # PATH: itself or its nearest ancestor that exists
  local path=$1
  until [[ -d $path ]]; do path=$(dirname "$path"); done
  printf '%s' "$path"
}

service_can_reach() { # PATH: may the service user enter every directory on the way to it?
  as_service test -x "$(deepest_existing "$1")" 2>/dev/null
}
