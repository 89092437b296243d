# shellcheck shell=bash
# What must be on the machine: looks first, and installs with apt only what is missing.

require_dotnet() {
  local how="install it from https://dotnet.microsoft.com/download/dotnet/10.0, or with Microsoft's dotnet-install script: dotnet-install.sh --channel 10.0"
  local sdks
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing (there is no 'dotnet' in PATH): $how"
  sdks=$(dotnet --list-sdks 2>/dev/null) || fail "'dotnet --list-sdks' failed, so no .NET SDK can be used: $how"
  grep -q '^10\.' <<<"$sdks" \
    || fail "The .NET 10 SDK is missing (installed: $(cut -d ' ' -f 1 <<<"${sdks:-none}" | paste -sd ' ')): $how"
}

is_installed() { # NAME of a package, told by the command it brings
  case $1 in
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null ;;
    supervisor) command -v supervisord >/dev/null ;;
    arduino-core-avr) [[ -d /usr/share/arduino/hardware/arduino/avr ]] && command -v avr-g++ >/dev/null ;;
    systemd) command -v systemd-analyze >/dev/null ;;
    libsimavr-dev) [[ -e /usr/include/simavr/sim_avr.h ]] ;;
    libc6-dev) [[ -e /usr/include/stdio.h ]] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

install_missing() { # NAME...
  local name missing=()
  for name in "$@"; do
    is_installed "$name" || missing+=("$name")
  done
  ((${#missing[@]} > 0)) || return 0
  # Node without npm is Debian's split; another source's nodejs package brings npm with it.
  [[ " ${missing[*]} " != *' npm '* ]] || is_installed node || missing+=(nodejs)

  command -v apt-get >/dev/null || fail "Missing on this machine: ${missing[*]}. There is no apt-get to install them with: install them by hand."
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    fail "Missing on this machine: ${missing[*]}. Run 'apt-get install ${missing[*]}' as root: there is no sudo here."
  fi
  say "Installing with apt-get$( ((EUID == 0)) || printf ', as root through sudo'): ${missing[*]}"
  [[ " ${missing[*]} " != *' postgresql '* ]] || keep_debian_from_making_a_cluster
  apt_install "${missing[@]}"
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# Debian's package would make and start a cluster of its own, which nobody asked for: ours is a private one.
keep_debian_from_making_a_cluster() {
  local settings=/etc/postgresql-common/createcluster.conf
  ! grep -q -s '^[[:space:]]*create_main_cluster' "$settings" || return 0
  say "Writing 'create_main_cluster = false' into $settings, so that Debian does not start a database server of its own."
  as_root mkdir -p "$(dirname "$settings")"
  as_root tee -a "$settings" >/dev/null <<<'create_main_cluster = false'
}

apt_install() {
  local log result=0
  log=$(mktemp)
  # confold: keep the setting written above when the package brings its own version of that file.
  {
    as_root apt-get -q update \
      && as_root env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 \
        apt-get -q install --yes --no-install-recommends -o Dpkg::Options::=--force-confold "$@"
  } >"$log" 2>&1 </dev/null || result=$?
  ((result == 0)) || show_end_of "$log" 8
  rm -f -- "$log"
  ((result == 0)) || fail "apt-get could not install $*: see the lines above; is this machine on the network, and are its package sources right?"
}
