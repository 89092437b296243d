# shellcheck shell=bash
# What scripts need of /etc/powermeter/powermeter.json, and the database cluster of Debian's that it means.

settings_file=/etc/powermeter/powermeter.json

# The programs read the file properly; here its sections are flat, and comments begin their line or follow a blank.
base_setting() { # SECTION KEY DEFAULT [FILE]
  local found
  found=$(sed -E 's|(^\|[[:space:]])//.*$||' "${4:-$settings_file}" 2>/dev/null | tr '\n' ' ' \
    | grep -o -i -E "\"$1\"[[:space:]]*:[[:space:]]*\{[^}]*\}" \
    | grep -o -i -E "\"$2\"[[:space:]]*:[[:space:]]*(\"[^\"]*\"|[0-9a-zA-Z.]+)" | head -n 1 \
    | sed -E 's/^"[^"]*"[[:space:]]*:[[:space:]]*"?([^"]*)"?$/\1/') || true
  printf '%s' "${found:-$3}"
}

database_is_here() { # on this machine, so that the package keeps it
  [[ $(base_setting Database Host /var/run/postgresql) =~ ^(/.*|127\..*|localhost|::1)$ ]]
}

database_port() {
  local port
  port=$(base_setting Database Port 5432)
  [[ $port =~ ^[0-9]{1,5}$ ]] || fail "$settings_file says Database:Port is '$port'; allowed: a whole number from 1 to 65535."
  printf '%s' "$port"
}

# pg_lsclusters prints: version, name, port, status, owner, data, log.
cluster_on_port() { # PORT: prints VERSION NAME STATUS
  pg_lsclusters --no-header 2>/dev/null | awk -v port="$1" '$3 == port { print $1, $2, $4; exit }'
}

database_runs_on() { [[ $(cluster_on_port "$1") == *' online'* ]]; } # PORT
