# shellcheck shell=bash disable=SC2154 # root, rest and me are the launcher's
# powermeter port80: the pages answer on port 80 as well, so that an address needs no number. No program of PowerMeter's may
# open that port, since none runs as root: the kernel hands its connections on.

port80_mark=/etc/powermeter/port80 # there when it is switched on: read by the unit and by postinst
port80_usage="allowed: 'port80 enable', 'port80 disable' and 'port80 status'."

command_port80() {
  take_arguments "$@"
  ((${#rest[@]} == 1)) || refuse "port80 takes one word, and ${#rest[@]} were given; $port80_usage"
  [[ ${rest[0]} =~ ^(enable|disable|status)$ ]] || refuse "port80 does not know '${rest[0]}'; $port80_usage"
  find_data_directory "$@"
  ((EUID == 0)) || fail "This needs root: run 'sudo $me port80'."
  case ${rest[0]} in
    enable) enable_port80 ;;
    disable) disable_port80 ;;
    status) port80_status ;;
  esac
}

enable_port80() {
  local port
  port=$(base_setting Web Port 8080)
  [[ $port != 80 ]] || fail "$settings_file says that the pages are on port 80 themselves: there is nothing to redirect."
  port_is_free 80 || fail "Another program listens on port 80 (a web server perhaps; 'ss -ltnp sport = :80' names it): it would lose its callers. Nothing was changed."
  "$root/system/port80/redirect" add || fail "The rule could not be made (see above). Nothing was changed."
  : >"$port80_mark"
  "$root/system/avahi/announce" 80
  if [[ -d /run/systemd/system ]]; then
    if ! systemctl --quiet enable powermeter-port80.service || ! systemctl start powermeter-port80.service; then
      fail "The rule holds now, but systemd could not be told to make it after a reboot (see above)."
    fi
  else
    say "There is no systemd here, so the rule holds until the next reboot: run this again then, or call $root/system/port80/redirect add from what starts your machine."
  fi
  say "Port 80 leads to the pages now: http://$(hostname).local$([[ $(hostname) == powermeter ]] || printf "%s" " (for http://powermeter.local the machine must be named so: 'hostnamectl set-hostname powermeter', then a reboot)")"
}

disable_port80() {
  rm -f -- "$port80_mark"
  [[ ! -d /run/systemd/system ]] || systemctl --quiet disable --now powermeter-port80.service || true
  "$root/system/port80/redirect" remove
  "$root/system/avahi/announce" "$(base_setting Web Port 8080)"
  say "Port 80 does not lead to the pages any more; port $(base_setting Web Port 8080) does."
}

port80_status() {
  if "$root/system/port80/redirect" status; then
    say "Port 80 leads to the pages on port $(base_setting Web Port 8080)$([[ -e $port80_mark ]] || printf "%s" ", but not after a reboot: '$me port80 enable' makes it stay")."
  elif [[ -e $port80_mark ]]; then
    say "Port 80 is meant to lead to the pages, and the rule is not there: '$me port80 enable' makes it again."
    exit 3
  else
    say "Port 80 does not lead to the pages; port $(base_setting Web Port 8080) does."
    exit 3
  fi
}
