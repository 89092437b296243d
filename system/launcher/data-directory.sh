# shellcheck shell=bash disable=SC2154 # root is powermeter's
# Where a demo keeps everything: the cluster (see system/private-cluster), the built programs, logs, spool and keys.

# Where root's demo of a repository goes that the system user cannot enter, such as one under /root.
fallback_data_directory() { printf '/var/lib/powermeter-demo/%s' "$(sha256sum <<<"$root" | cut -c 1-10)"; }

default_data_directory() {
  if service_can_reach "$root/var"; then checked_path "$root/var"; else fallback_data_directory; fi
}

# These characters end a name in supervisor's configuration, whose format has no way to quote them all.
checked_path() { # PATH: prints it absolute
  local directory
  directory=$(realpath -m -- "$1")
  [[ $directory != *[[:cntrl:]\"\'\`\\\;]* ]] \
    || fail "The data directory '$directory' has a quote, backslash, semicolon or control character in its name: choose one without."
  printf '%s' "$directory"
}

make_data_directory() { # PATH
  local directory=$1 user
  user=$(service_user)
  service_can_reach "$directory" \
    || fail "The system user '$user', who is to own the data, cannot enter the way to $directory: choose another place with --data, or start the demo as an ordinary user."
  if [[ -e $directory && ! -d $directory ]]; then
    fail "$directory is not a directory: choose another place with --data."
  elif [[ -d $directory && ! -e $directory/.powermeter && -n $(ls -A -- "$directory" 2>&1) ]]; then
    fail "$directory holds other things than PowerMeter's data, or is closed to $(id -un): give a new or an empty directory with --data."
  elif [[ -e $directory/.powermeter ]] && ! is_ours "$directory"; then
    fail "$directory belongs to the user $(stat -c %U -- "$directory"), not to $(id -un): start the demo as the user who made it, or choose another place with --data."
  fi
  (umask 022 && mkdir -p -- "$directory") 2>/dev/null || fail "Could not make the directory $directory: $(id -un) may not write there; choose another place with --data."
  [[ -w $directory ]] || fail "$(id -un) may not write into $directory: choose another place with --data."
  take_over "$directory"
  own_directory "$directory/app" 0755
  own_directory "$directory/log" 0750
  own_directory "$directory/spool" 0700
  own_directory "$directory/control" 0700
  # Web makes the keys; root's Receiver reads them, and never makes one.
  as_service install -d -m 0700 -- "$directory/keys"
  # The Processor keeps the device's key here, and lets nobody else in.
  as_service install -d -m 0700 -- "$directory/identity"
  as_service install -d -m 0700 -- "$directory/backups"
  write_own "$directory/.powermeter" </dev/null
}

is_ours() { # DIRECTORY of a demo: the caller's, or, for root, one from the time when it was the service user's
  [[ $(stat -c %U -- "$1") =~ ^("$(id -un)"|"$(service_user)")$ ]]
}

# Root runs programs from here and reads their settings here. So the directory is root's; the service user may make
# things of its own in it (PostgreSQL's), but the sticky bit keeps it from replacing what is root's.
take_over() { # DIRECTORY
  if ((EUID != 0)); then
    chmod 0700 -- "$1"
    return
  fi
  # Whatever the service user could have replaced is built and written anew.
  [[ -O $1 && -k $1 ]] || rm -rf -- "$1/app" "$1/supervisord.conf" "$1/powermeter.json"
  chown "root:$(service_user)" -- "$1"
  chmod 1775 -- "$1"
}

# A directory of the caller's. The group's members, who may enter a root's, can never have put a link in its place.
own_directory() { # PATH MODE
  [[ -e $1 || -L $1 ]] || mkdir -m 0700 -- "$1"
  chown --no-dereference "$(id -un):$(id -g "$(service_user)")" -- "$1"
  [[ -d $1 && ! -L $1 ]] || fail "$1 is not a directory, as it should be: remove it and try again."
  chmod "$2" -- "$1"
}

# Writes stdin to a new file of the caller's: never through a file or a link that somebody else has put there.
write_own() { # PATH
  local new
  new=$(mktemp -- "$(dirname "$1")/.new.XXXXXX")
  cat >"$new"
  # The service user reads root's files; the directory of anybody else is closed to others.
  chmod 0644 -- "$new"
  mv --force --no-target-directory -- "$new" "$1"
}

# For the commands that look at a demo or end it. Takes a leading '--data DIR' from the arguments; sets data, which
# need not exist, and rest.
find_data_directory() {
  rest=("$@")
  if [[ ${1:-} == --data ]]; then
    [[ -n ${2:-} ]] || refuse "--data needs a directory after it, and none was given."
    data=$(checked_path "$2")
    rest=("${@:3}")
    [[ -d $data ]] || fail "There is no directory $data: give the one that the demo was started with."
  else
    # Where a demo of this user's would be, or else of another's.
    for data in "$(default_data_directory)" "$(fallback_data_directory)" "$root/var"; do
      [[ ! -d $data ]] || break
    done
    [[ -d $data ]] || return 0
  fi
  [[ -x $data && -r $data && (! -d $data/log || -x $data/log) ]] || fail "$data belongs to the user $(stat -c %U -- "$data"): run this command as that user, or as root."
  [[ -e $data/.powermeter ]] || fail "$data is not a data directory of PowerMeter (it has no file .powermeter): give the one that the demo was started with."
}

# What opens a port never runs as root, so low ones are closed to it.
require_port() { # PORT OPTION
  local lowest
  lowest=$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start 2>/dev/null || echo 1024)
  (($1 >= lowest)) || fail "Port $1 can only be opened by root, which the programs that open one never are: give $2 a number from $lowest to 65535."
  port_is_free "$1" || fail "Port $1 is already in use by another program: free it, or choose another with $2."
}

free_disk() { # PATH, which need not exist; says MiB
  echo $(($(df --output=avail -k -- "$(deepest_existing "$1")" | tail -n 1) / 1024))
}

require_disk() { # PATH MIB
  local free
  free=$(free_disk "$1")
  ((free >= $2)) || fail "The disk of $1 has $free MB free, and the demo needs $2 MB: free some space, choose another place with --data, or a shorter history with --days 0."
}
