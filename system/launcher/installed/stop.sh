# shellcheck shell=bash disable=SC2154 # launcher is powermeter's
# powermeter stop: see start.sh.

# shellcheck source=system/launcher/installed/start.sh
source "$launcher/installed/start.sh"

command_stop() { control_from_arguments stop "$@"; }
