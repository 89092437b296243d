# shellcheck shell=bash disable=SC2154 # launcher is powermeter's
# powermeter restart: see start.sh.

# shellcheck source=system/launcher/installed/start.sh
source "$launcher/installed/start.sh"

command_restart() { control_from_arguments restart "$@"; }
