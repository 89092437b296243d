# shellcheck shell=bash disable=SC2154 # work is run's
# What the run needs: programs of this machine, and files of Debian packages that are unpacked, never installed.

install_hardware_packages() {
  local command missing=()
  while read -r command package; do
    command -v "$command" >/dev/null || missing+=("$package")
  done <<'LIST'
qemu-system-x86_64 qemu-system-x86
cpio cpio
python3 python3-minimal
LIST
  ((${#missing[@]} > 0)) || return 0
  command -v apt-get >/dev/null || fail "Missing on this machine: ${missing[*]}. There is no apt-get to install them with: install them by hand."
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    fail "Missing on this machine: ${missing[*]}. Run 'apt-get install ${missing[*]}' as root: there is no sudo here."
  fi
  say "Installing with apt-get: ${missing[*]}"
  apt_install "${missing[@]}"
}

# Leaves the package's path in $package_file. A package that was fetched before is taken again.
fetch_package() { # NAME
  local name=$1 version
  version=$(candidate_version "$name")
  if [[ -z $version ]]; then
    say "Asking the package sources for $name."
    as_root apt-get -q update >"$work/apt.log" 2>&1 || show_end_of "$work/apt.log" 5
    version=$(candidate_version "$name")
  fi
  [[ -n $version ]] || fail "The package sources of this machine have no $name; it comes from Debian (main)."
  # As apt-get names the file: the version's epoch is written %3a.
  package_file=$work/packages/${name}_${version//:/%3a}_amd64.deb
  [[ ! -s $package_file ]] || return 0
  say "Downloading $name $version."
  mkdir -p "$work/packages"
  (cd "$work/packages" && apt-get -q download "$name=$version") >"$work/apt.log" 2>&1 || {
    # What the lists name may have been replaced since.
    as_root apt-get -q update >>"$work/apt.log" 2>&1 || true
    (cd "$work/packages" && apt-get -q download "$name") >>"$work/apt.log" 2>&1 || {
      show_end_of "$work/apt.log" 5
      fail "$name could not be downloaded: see the lines above; is this machine on the network?"
    }
    package_file=$(find "$work/packages" -name "${name}_*_amd64.deb" -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
  }
}

candidate_version() { # NAME
  apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: \(.*\)/\1/p' | grep -v '^(none)$' || true
}
