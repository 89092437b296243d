# shellcheck shell=bash disable=SC2154 # state and so on are postinst's
# Part of postinst: the user, the directories, the passwords, the database and what tells the network.

make_user() {
  local group
  getent group powermeter >/dev/null || addgroup --quiet --system powermeter
  getent passwd powermeter >/dev/null \
    || adduser --quiet --system --ingroup powermeter --home "$state" --no-create-home --gecos PowerMeter powermeter
  # A demo that root ran earlier may have made the user with another home.
  [[ $(getent passwd powermeter | cut -d : -f 6) == "$state" ]] || usermod --home "$state" powermeter || true
  for group in i2c spi gpio dialout video bluetooth render input; do
    ! getent group "$group" >/dev/null || adduser --quiet powermeter "$group" >/dev/null
  done
}

make_directories() {
  local name
  # Root's, so that nobody can replace what root reads in it.
  install -d -m 0755 -o root -g root -- "$state"
  for name in spool keys identity passwords backups; do
    if [[ -L $state/$name ]]; then fail "$state/$name is a link; powermeter's directories must be directories: for data on another disk, mount it there."; fi
    install -d -m 0700 -o powermeter -g powermeter -- "$state/$name"
  done
  # Supervisor writes here as root: nobody else may.
  install -d -m 0750 -o root -g adm -- "$log_directory"
}

note() { printf '%(%Y-%m-%dT%H:%M:%SZ)T %s\n' -1 "$*" >>"$log_directory/install.log"; }

# As what supervisor starts does not know the DOTNET_ROOT and PATH of who installs.
remember_dotnet() {
  local place
  [[ $runtime_is_inside == no ]] || return 0
  if ! place=$(find_dotnet ""); then
    explain_missing_dotnet "" >&2
    exit 1
  fi
  printf '%s\n' "$place" >"$state/dotnet"
}

# The files are the user's: as that user, whom no link can lead elsewhere.
as_powermeter() { (cd / && runuser -u powermeter -- "$@"); }

make_passwords() { # once: an upgrade keeps them
  local name file
  for name in owner receiver processor web; do
    file=$state/passwords/powermeter_$name.pgpass
    ! as_powermeter test -s "$file" || continue
    # A file has its name only when it is whole.
    # shellcheck disable=SC2016 # the inner shell's
    password_line "powermeter_$name" "$(random_password)" | as_powermeter sh -c 'umask 077 && cat >"$1.new" && mv -f -- "$1.new" "$1"' sh "$file"
  done
}

make_database() {
  local name port line
  port=$(database_port)
  printf '%s\n' "$port" >"$state/database-port"
  for name in owner receiver processor web; do
    line=$(as_powermeter cat -- "$state/passwords/powermeter_$name.pgpass")
    printf '%s %s\n' "$name" "${line##*:}"
  done | database_script "$library/db/create-database.sql" | psql_as_postgres "$port" --output=/dev/null --file=- \
    || fail "The roles and the database could not be made (see above). When the cause is mended, run 'dpkg --configure powermeter'."
}

announce_on_network() {
  if [[ -e /etc/powermeter/port80 ]]; then "$library/system/avahi/announce" 80; else "$library/system/avahi/announce" "$(base_setting Web Port 8080)"; fi
  # Of the rules for devices; in a container there is nobody to tell.
  if [[ -S /run/udev/control ]]; then udevadm control --reload && udevadm trigger --action=change --subsystem-match=i2c-dev --subsystem-match=spidev --subsystem-match=gpio --subsystem-match=graphics --subsystem-match=tty; fi || true
  [[ ! -d /run/systemd/system ]] || systemctl daemon-reload || true
}

start_programs() { # OLD VERSION or nothing
  local port
  [[ $(service_manager) == systemd ]] || enable_supervisor_programs
  if ! service_runs; then
    say "PowerMeter is installed and will run when supervisor does: 'service supervisor start' starts it."
    return
  fi
  # The Receiver last was the old one until now: it misses the second in which it starts anew.
  if [[ -n $1 ]]; then control_programs restart receiver; else control_programs start receiver; fi
  control_programs start processor web
  port=$(base_setting Web Port 8080)
  say "PowerMeter runs: open http://$(hostname).local:$port or http://$(hostname -I 2>/dev/null | awk '{ print ($1 == "" ? "localhost" : $1) }'):$port in a browser. 'powermeter help' lists its commands."
}
