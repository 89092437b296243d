# shellcheck shell=bash disable=SC2034,SC2154 # data, rest and program_command are the commands', and root and me are powermeter's
# The place where the commands work when PowerMeter is installed: the one base station of this machine. demo-place.sh is its
# counterpart.

# shellcheck source=system/launcher/base-settings.sh
source "$launcher/base-settings.sh"
# shellcheck source=system/launcher/services.sh
source "$launcher/services.sh"

also_data='' # a demo's commands take --data DIR besides; here there is one place only

take_arguments() { # ARGUMENTS...: sets rest to them, for who judges them before anything is looked at
  [[ ${1:-} != --data ]] || refuse "--data names a demo's directory; an installed base station has only its own, /var/lib/powermeter."
  rest=("$@")
}

find_data_directory() { # ARGUMENTS...: sets data, and rest to the arguments
  take_arguments "$@"
  data=/var/lib/powermeter
  require_root
  id -u powermeter >/dev/null 2>&1 || fail "The user powermeter is missing: 'dpkg --configure powermeter' as root goes on with an installation that was interrupted."
}

# The settings' secrets are the user powermeter's, whom only root can speak for.
require_root() {
  ((EUID == 0)) || [[ $(id -un) == powermeter ]] || fail "This needs root: run 'sudo $me ${command:-}'."
}

program_command() { # NAME ROLE ARGUMENTS...: sets the array program_command
  local name=${1,,} role=$2 as=()
  shift 2
  ((EUID != 0)) || as=(setpriv --reuid=powermeter --regid=powermeter --init-groups --)
  program_command=(env --chdir=/ TERM=dumb "${as[@]}" setpriv --pdeathsig TERM -- "$root/run" "$name:$role" "$@")
}

require_identity() { :; } # the package makes its directory

require_running_database() { require_database; }

require_database() {
  database_runs || fail "The database does not run: 'pg_lsclusters' lists PostgreSQL's clusters, and $settings_file says that it is on port $(database_port)."
}

# One on another machine is asked, and says so itself when it does not answer.
database_runs() { ! database_is_here || database_runs_on "$(database_port)"; }

owner_psql() { # the arguments of psql
  local as=()
  ((EUID != 0)) || as=(setpriv --reuid=powermeter --regid=powermeter --init-groups --)
  env --chdir=/ HOME="$data" PGPASSFILE="$data/passwords/powermeter_owner.pgpass" PGHOST="$(base_setting Database Host /var/run/postgresql)" \
    PGPORT="$(database_port)" PGUSER=powermeter_owner PGDATABASE="$(base_setting Database Name powermeter)" PGCONNECT_TIMEOUT=3 \
    "${as[@]}" psql "$@"
}
