# shellcheck shell=bash disable=SC2154 # debian, directory and state are life.sh's
# The base station in the Debian: its package, its processes, its database.

# shellcheck disable=SC2034 # api.sh's
account=camille account_password='a quiet evening by the meter 4711'
programs=(receive process visu)

apt_in_debian() { # WORDS...: without a network, from what was fetched
  in_debian apt-get -q --yes --no-install-recommends -o Dpkg::Options::=--force-confold "$@" >"$directory/log/apt-last.log" 2>&1
}

install_package() { # old|new
  cp -- "$directory/packages/$1.deb" "$debian/root/powermeter.deb"
  apt_in_debian install --reinstall /root/powermeter.deb
}

require_install() { # old|new
  install_package "$1" || {
    show_end_of "$directory/log/apt-last.log" 25
    broken "The package '$1' could not be installed (see above)."
  }
}

package_version() { # old|new
  dpkg-deb --field "$directory/packages/$1.deb" Version
}

installed_version() {
  # shellcheck disable=SC2016 # dpkg's own
  in_debian dpkg-query --show --showformat '${Version}' powermeter
}

runs() { # PROGRAM of supervisor's
  in_debian supervisorctl status "$1" | grep -q RUNNING
}

all_run() {
  local program
  for program in "${programs[@]}"; do runs "$program" || return 1; done
}

station_port() {
  grep -o '"Port"[[:space:]]*:[[:space:]]*[0-9]*' "$debian/etc/powermeter/powermeter.json" | grep -o '[0-9]*$' | tail -n 1 || true
}

answers_http() { curl -fsS -o "$state/live" --max-time 5 "http://127.0.0.1:$(cat "$state/port")/health/live" 2>/dev/null; }

await_station() {
  eventually 90 "receive, process and visu run" all_run
  eventually 90 "the Web process answers" answers_http
}

database() { # SQL: as the superuser; only to wait and to look behind the scenes
  in_debian setpriv --reuid=postgres --regid=postgres --init-groups psql -XAtq -d powermeter -c "$1"
}

# Nothing waits to be computed.
energy_is_done() { [[ $(database 'select count(*) from pending_energy') == 0 ]]; }
