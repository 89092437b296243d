# shellcheck shell=bash
# The three processes where PowerMeter is installed, under supervisor or under systemd: for the command, and, copied in when
# the package is built, for its maintainer scripts.

supervisor_link=/etc/supervisor/conf.d/powermeter.conf
supervisor_programs=/usr/lib/powermeter/system/supervisor/powermeter.conf
service_units=(powermeter-receiver.service powermeter-processor.service powermeter-web.service)
service_drop_in=backoff.conf # of system/systemd, beside each unit

# systemd runs them when its target is enabled ('powermeter service systemd'), else supervisor.
service_manager() {
  if [[ -d /run/systemd/system ]] && systemctl --quiet is-enabled powermeter.target 2>/dev/null; then printf systemd; else printf supervisor; fi
}

supervisor_runs() { [[ $(supervisorctl pid 2>/dev/null) =~ ^[1-9][0-9]*$ ]]; }

supervisor_name() { # receiver|processor|web: its name in supervisor, as CitizenWatt had it
  case $1 in
    receiver) printf receive ;;
    processor) printf process ;;
    web) printf visu ;;
  esac
}

service_runs() { # whether there is somebody to give orders to
  [[ $(service_manager) == systemd ]] || supervisor_runs
}

control_programs() { # start|stop|restart NAME...
  local verb=$1 name names=()
  shift
  if [[ $(service_manager) == systemd ]]; then
    systemctl "$verb" "${@/#/powermeter-}"
    return
  fi
  for name in "$@"; do names+=("$(supervisor_name "$name")"); done
  # It says "ERROR (already started)", which is as well.
  supervisorctl "$verb" "${names[@]}" 2>&1 | { grep -v -E 'already started|not running' || true; } >&2
}

# Supervisor reads what lies in its folder: a link there is the switch. A file of somebody's own is left alone.
enable_supervisor_programs() {
  mkdir -p -- "$(dirname "$supervisor_link")"
  [[ -e $supervisor_link && ! -L $supervisor_link ]] || ln -sfn -- "$supervisor_programs" "$supervisor_link"
  ! supervisor_runs || { supervisorctl reread && supervisorctl update; } >/dev/null
}

disable_supervisor_programs() {
  [[ ! -L $supervisor_link ]] || rm -f -- "$supervisor_link"
  ! supervisor_runs || { supervisorctl reread && supervisorctl update; } >/dev/null
}

# The growing waits that 'powermeter service systemd' sets.
remove_back_off() {
  local unit
  for unit in "${service_units[@]}"; do
    rm -f -- "/etc/systemd/system/$unit.d/$service_drop_in"
    [[ ! -d /etc/systemd/system/$unit.d ]] || rmdir --ignore-fail-on-non-empty -- "/etc/systemd/system/$unit.d"
  done
}
