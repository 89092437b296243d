# shellcheck shell=bash disable=SC2154 # launcher is powermeter's
# powermeter service systemd|supervisor|status, of an installed base station: which of the two starts the three processes
# and keeps them going. Never both: two Receivers would fight over one sensor.

service_usage="allowed: 'service systemd', 'service supervisor' and 'service status'."
supervisor_file=/etc/supervisor/conf.d/powermeter.conf
# supervisor reads only names that end in .conf.
supervisor_file_aside=$supervisor_file.off
service_units=(powermeter-receiver.service powermeter-processor.service powermeter-web.service)
service_drop_in=backoff.conf

command_service() {
  (($# <= 1)) || fail "service takes one word, and was given '$*'; $service_usage"
  case ${1:-} in
    status) show_service ;;
    systemd | supervisor)
      ((EUID == 0)) || fail "Only root may change what starts PowerMeter: run 'sudo powermeter service $1'."
      "service_by_$1"
      ;;
    '') fail "service needs to be told what to do; $service_usage" ;;
    *) fail "service does not know '$1'; $service_usage" ;;
  esac
}

systemd_runs() { [[ -d /run/systemd/system ]]; }

supervisor_runs() { supervisorctl pid >/dev/null 2>&1; }

units_enabled() { command -v systemctl >/dev/null && systemctl --quiet is-enabled powermeter.target 2>/dev/null; }

service_by_systemd() {
  local unit
  systemd_runs || fail "systemd does not run this machine (there is no /run/systemd/system), so it cannot start PowerMeter: supervisor goes on doing so."
  for unit in powermeter.target "${service_units[@]}"; do
    systemctl cat "$unit" >/dev/null 2>&1 || fail "systemd does not know $unit: install the package powermeter again, with 'apt-get install --reinstall powermeter'."
  done
  # First the one is stopped, then the other started. A step that fails leaves neither or one, and may be run again.
  release_from_supervisor
  install_back_off
  systemctl daemon-reload
  systemctl --quiet enable powermeter.target "${service_units[@]}" || fail "systemd could not enable PowerMeter's units (see above)."
  systemctl start powermeter.target "${service_units[@]}" || fail "systemd could not start PowerMeter (see above; 'journalctl -u \"powermeter-*\"' says more). 'powermeter service supervisor' goes back."
  say "systemd runs PowerMeter: 'systemctl status powermeter-receiver' and 'journalctl -u powermeter-receiver' show how it does."
}

release_from_supervisor() {
  [[ ! -e $supervisor_file ]] || mv --force -- "$supervisor_file" "$supervisor_file_aside"
  ! supervisor_runs || supervisorctl update >/dev/null || fail "supervisor could not be told to stop PowerMeter; 'supervisorctl status' shows how it does."
}

service_by_supervisor() {
  [[ -e $supervisor_file || -e $supervisor_file_aside ]] \
    || fail "There is neither $supervisor_file nor $supervisor_file_aside: bring it back with 'apt-get install --reinstall -o Dpkg::Options::=--force-confmiss powermeter'."
  command -v supervisorctl >/dev/null || fail "supervisor is not installed: install it with 'apt-get install supervisor'."
  if systemd_runs && units_enabled; then
    systemctl --quiet disable --now powermeter.target "${service_units[@]}" || fail "systemd could not stop PowerMeter (see above)."
  fi
  remove_back_off
  # A newer one, which a package has brought meanwhile, stands.
  if [[ -e $supervisor_file ]]; then rm -f -- "$supervisor_file_aside"; else mv -- "$supervisor_file_aside" "$supervisor_file"; fi
  if supervisor_runs; then
    supervisorctl update >/dev/null || fail "supervisor could not be told to start PowerMeter; 'supervisorctl status' shows how it does."
    say "supervisor runs PowerMeter: 'supervisorctl status' shows how it does."
  else
    say "supervisor is to run PowerMeter, and does not run itself yet: start it with 'service supervisor start'."
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
}

remove_back_off() {
  local unit
  for unit in "${service_units[@]}"; do
    rm -f -- "/etc/systemd/system/$unit.d/$service_drop_in"
    rmdir --ignore-fail-on-non-empty -- "/etc/systemd/system/$unit.d" 2>/dev/null || true
  done
}

show_service() {
  if units_enabled; then
    say "systemd runs PowerMeter:"
    systemctl --no-pager --no-legend list-units --all 'powermeter*'
  elif [[ -e $supervisor_file ]]; then
    say "supervisor runs PowerMeter:"
    if supervisor_runs; then
      supervisorctl status receive process visu 2>/dev/null | grep -v 'no such process' || true
    else
      say "supervisor itself does not run, or is closed to $(id -un)."
    fi
  else
    fail "Neither systemd nor supervisor is set to run PowerMeter: 'powermeter service systemd' or 'powermeter service supervisor' chooses one."
  fi
}
