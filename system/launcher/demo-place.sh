# shellcheck shell=bash disable=SC2034,SC2154 # program_command is the commands', and root, me and data are powermeter's
# The place where the commands work in the repository: a demo's data directory. installed-place.sh is its counterpart.

# shellcheck source=system/launcher/postgres.sh
source "$launcher/postgres.sh"
# shellcheck source=system/launcher/data-directory.sh
source "$launcher/data-directory.sh"

also_data=', also with --data DIR' # ends the commands' sentences about their options

# As in supervise.sh, the Receiver alone runs as the caller; the others as the service user.
program_command() { # NAME ROLE ARGUMENTS...: sets the array program_command
  local name=$1 role=$2 user
  shift 2
  user=$(service_user)
  [[ $name != Receiver ]] || user=$(id -un)
  local as=() settings=(POWERMETER_CONFIG="$data/powermeter.json" PGPASSFILE="$data/passwords/powermeter_$role.pgpass" HOME="$data")
  ((EUID != 0)) || as=(setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --)
  # A program's own role is its default.
  [[ $role != owner ]] || settings+=(POWERMETER_Database__Username=powermeter_owner)
  # A terminal that can do nothing gets no escape sequences from .NET.
  program_command=(env --chdir="$data/app/$name" TERM=dumb "${settings[@]}" "${as[@]}" setpriv --pdeathsig TERM --
    dotnet "$data/app/$name/PowerMeter.$name.dll" "$@")
}

# The device's key lies there without anything that runs.
require_identity() {
  [[ -e $data/powermeter.json && -d $data/identity && -e $data/app/Processor/PowerMeter.Processor.dll ]] \
    || fail "There is no demo in $data: start it once with '$me demo', and ask again."
}

# For the commands of Web that need the database of a demo that runs.
require_running_database() {
  local place=''
  [[ $data == "$(default_data_directory)" ]] || place=" --data $data"
  if [[ ! -e $data/initialized || ! -e $data/app/Web/PowerMeter.Web.dll ]] || ! "$root/system/private-cluster" status "$data" >/dev/null; then
    fail "The database in $data does not run: start the demo with '$me demo$place'."
  fi
}

# The same without a look at the programs.
require_database() {
  database_runs || fail "The database in $data does not run: start the demo with '$me demo'."
}

database_runs() { [[ -e $data/initialized ]] && "$root/system/private-cluster" status "$data" >/dev/null; }

owner_psql() { # the arguments of psql
  PGPASSFILE=$data/passwords/powermeter_owner.pgpass PGHOST=$(<"$data/socket") PGPORT=$(<"$data/port") \
    PGUSER=powermeter_owner PGDATABASE=powermeter PGCONNECT_TIMEOUT=3 "$(postgres_bin)/psql" "$@"
}
