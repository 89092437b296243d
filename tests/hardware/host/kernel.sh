# shellcheck shell=bash disable=SC2154 # work is run's
# Debian's kernel and busybox, unpacked from their packages.

# What the checks load; what these depend on is found in modules.dep.
kernel_modules=(i2c-dev i2c-stub ina2xx-adc vfb bluetooth hci_vhci virtio_pci virtio_console)

# Leaves the kernel's directory in $kernel and its release in $release.
fetch_kernel() {
  local meta=linux-image-amd64 image
  [[ -n $(candidate_version "$meta") ]] || as_root apt-get -q update >"$work/apt.log" 2>&1 || show_end_of "$work/apt.log" 5
  # The meta package depends on the real one, whose name has the release.
  image=$(apt-cache depends "$meta" 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
  [[ -n $image ]] || fail "The package sources of this machine have no $meta: it is Debian's (main)."
  fetch_package "$image"
  kernel=$work/kernel/$(basename "$package_file" .deb)
  unpack "$package_file" "$kernel"
  release=$(basename "$(find "$kernel/lib/modules" "$kernel/usr/lib/modules" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | head -n 1)")
  [[ -n $release ]] || fail "$package_file holds no /lib/modules: delete it, so that it is downloaded again."
}

# Leaves the program's path in $busybox.
fetch_busybox() {
  fetch_package busybox-static
  local directory
  directory=$work/busybox/$(basename "$package_file" .deb)
  unpack "$package_file" "$directory"
  busybox=$(find "$directory" -type f -path '*/bin/busybox' | head -n 1)
  [[ -x $busybox ]] || fail "$package_file holds no busybox: delete it, so that it is downloaded again."
}

unpack() { # PACKAGE DIRECTORY
  [[ ! -d $2 ]] || return 0
  say "Unpacking $(basename "$1")."
  rm -rf -- "$2.new"
  mkdir -p "$2.new"
  dpkg-deb --extract "$1" "$2.new"
  mv -- "$2.new" "$2"
}

# Copies the modules and all that they need into TARGET, as they would lie on a disk.
copy_modules() { # TARGET
  local target=$1/lib/modules/$release source name line files
  source=$(dirname "$(find "$kernel" -name modules.order | head -n 1)")
  mkdir -p "$target"
  # The package has no modules.dep: installing makes it.
  [[ -s $source/modules.dep ]] || "$busybox" depmod -b "$kernel" "$release"
  for name in "${kernel_modules[@]}"; do
    # A line of modules.dep: the module, a colon, what it needs. Debian 13 and later have .ko.xz.
    line=$(grep -E "(^|/)${name//[-_]/[-_]}\.ko(\.[a-z]+)?:" "$source/modules.dep") || fail "Debian's kernel $release has no module $name any more."
    read -r -a files <<<"${line/:/}"
    (cd "$source" && cp --parents -- "${files[@]}" "$target")
  done
  find "$target" -name '*.ko.xz' -exec xz --decompress --force {} +
  cp "$source/modules.order" "$source/modules.builtin" "$target"
  "$busybox" depmod -b "$1" "$release"
}
