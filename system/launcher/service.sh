# shellcheck shell=bash disable=SC2154 # launcher is powermeter's, supervisor_link is services.sh's
# powermeter service systemd|supervisor|status, of an installed base station: which of the two starts the three processes
# and keeps them going. Never both: two Receivers would fight over one sensor.

# shellcheck source=system/launcher/services.sh
source "$launcher/services.sh"

service_usage="allowed: 'service systemd', 'service supervisor' and 'service status'."

command_service() {
  (($# <= 1)) || refuse "service takes one word, and was given '$*'; $service_usage"
  case ${1:-} in
    status) show_service ;;
    systemd | supervisor)
      ((EUID == 0)) || fail "Only root may change what starts PowerMeter: run 'sudo powermeter service $1'."
      "service_by_$1"
      ;;
    '') refuse "service needs to be told what to do; $service_usage" ;;
    *) refuse "service does not know '$1'; $service_usage" ;;
  esac
}

systemd_runs() { [[ -d /run/systemd/system ]]; }

# First the one is stopped, then the other started. What fails on the way leaves one or neither, and may be run again.
service_by_systemd() {
  local unit
  systemd_runs || fail "systemd does not run this machine (there is no /run/systemd/system), so it cannot start PowerMeter: nothing was changed."
  [[ ! -e $supervisor_link || -L $supervisor_link ]] \
    || fail "$supervisor_link is a file of your own, not the package's link, so it is left alone: put it away, and try again."
  systemctl daemon-reload
  for unit in powermeter.target "${service_units[@]}"; do
    systemctl cat "$unit" >/dev/null 2>&1 || fail "systemd does not know $unit: install the package again, with 'apt-get install --reinstall powermeter'."
  done
  disable_supervisor_programs || fail "supervisor could not be told to stop PowerMeter: 'supervisorctl status' shows how it does."
  install_back_off
  systemctl --quiet enable powermeter.target "${service_units[@]}" || fail "systemd could not enable PowerMeter's units (see above)."
  systemctl start powermeter.target "${service_units[@]}" \
    || fail "systemd could not start PowerMeter; 'journalctl -u \"powermeter-*\"' says why. 'powermeter service supervisor' goes back."
  say "systemd runs PowerMeter: 'powermeter service status' and 'journalctl -u powermeter-receiver' show how it does."
}

service_by_supervisor() {
  command -v supervisorctl >/dev/null || fail "supervisor is not installed ('apt-get install supervisor'): nothing was changed."
  if systemd_runs; then
    systemctl --quiet disable --now powermeter.target "${service_units[@]}" || fail "systemd could not stop PowerMeter (see above)."
  fi
  remove_back_off
  enable_supervisor_programs || fail "supervisor could not be told to start PowerMeter: 'supervisorctl status' shows how it does."
  if supervisor_runs; then
    say "supervisor runs PowerMeter: 'powermeter service status' shows how it does."
  else
    say "supervisor is to run PowerMeter, and does not run itself: start it with 'service supervisor start'."
  fi
}

# Growing waits came with systemd 254; an older one would complain of each of their settings.
install_back_off() {
  local version unit
  version=$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')
  ((${version:-0} >= 254)) || return 0
  for unit in "${service_units[@]}"; do
    install -D -m 0644 -- "$launcher/../systemd/$service_drop_in" "/etc/systemd/system/$unit.d/$service_drop_in"
  done
  systemctl daemon-reload
}

show_service() {
  local by
  by=$(service_manager)
  if [[ $by == systemd ]]; then
    say "systemd runs PowerMeter:"
    systemctl --no-pager --no-legend --plain list-units --all 'powermeter*'
  elif [[ -e $supervisor_link ]]; then
    say "supervisor runs PowerMeter:"
    supervisor_runs || fail "supervisor itself does not run, or is closed to $(id -un)."
    supervisorctl status receive process visu || true
  else
    fail "Neither systemd nor supervisor is set to run PowerMeter: 'powermeter service systemd' or 'powermeter service supervisor' chooses one."
  fi
}
