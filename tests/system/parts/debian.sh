# shellcheck shell=bash disable=SC2154 # directory and launcher are run's
# A clean Debian in $directory/root, with the package's dependencies fetched but not installed: later there is no network.

supply_debian() {
  [[ -e $directory/root/.supplied ]] || {
    say "Making a clean Debian…"
    make_debian
    : >"$directory/root/.supplied"
  }
}

make_debian() {
  local suite mirror
  # shellcheck source=/dev/null
  suite=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  mirror=$(debian_mirror)
  [[ -n $suite && -n $mirror ]] || fail "Neither /etc/os-release nor the sources of apt say which Debian this is: the test runs on Debian."
  rm -rf --one-file-system -- "$directory/root"
  # In name spaces of its own: interrupted, it would leave /proc mounted.
  logged debootstrap unshare --mount --propagation private --pid --fork --kill-child=KILL \
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$directory/root" "$mirror"
  copy_apt_settings
  logged apt-update chroot "$directory/root" apt-get -q update
  fetch_dependencies
}

debian_mirror() { # the first Debian archive among apt's sources, of either form
  { sed -n 's/^URIs:[[:space:]]*\([^[:space:]]*\).*/\1/p' /etc/apt/sources.list.d/*.sources
    sed -n 's/^deb[[:space:]]\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list
  } 2>/dev/null | grep -m 1 -E '/debian/?$' || true
}

# The same mirror by the same way, with whatever proxy this machine's apt goes through.
copy_apt_settings() {
  local file
  rm -rf -- "$directory/root/etc/apt/sources.list" "$directory/root/etc/apt/sources.list.d"
  for file in apt.conf sources.list sources.list.d apt.conf.d auth.conf auth.conf.d keyrings; do
    [[ ! -e /etc/apt/$file ]] || cp -a -- "/etc/apt/$file" "$directory/root/etc/apt/"
  done
  # These remove what was fetched.
  rm -f -- "$directory"/root/etc/apt/apt.conf.d/docker-*
  cp -L -- /etc/resolv.conf "$directory/root/etc/resolv.conf"
}

fetch_dependencies() {
  local package
  cp -- "$directory"/packages/*.deb "$directory/root/tmp/"
  for package in "$directory"/root/tmp/*.deb; do
    logged apt-fetch chroot "$directory/root" env DEBIAN_FRONTEND=noninteractive \
      apt-get -q --yes --no-install-recommends --download-only install "/tmp/$(basename "$package")"
  done
  # For the step that has systemd in supervisor's place.
  logged apt-fetch-systemd chroot "$directory/root" apt-get -q --yes --no-install-recommends --download-only install systemd systemd-sysv dbus
  rm -f -- "$directory"/root/tmp/*.deb
}

logged() { # NAME COMMAND...: into a log, whose end is shown when the command fails
  local name=$1
  shift
  run_step "$@" >"$directory/log/$name.log" 2>&1 </dev/null || {
    show_end_of "$directory/log/$name.log" 15
    fail "This failed (see above): $*"
  }
}
