# shellcheck shell=bash disable=SC2154 # work, program and busybox are the others'
# What the machine has for a disk: busybox, the modules, the programs and the libraries that they need.

make_initramfs() {
  local tree=$work/tree
  say "Making the initramfs."
  rm -rf -- "$tree"
  mkdir -p "$tree"/{bin,dev,proc,sys,tmp,etc,lib,results,var/lib/powermeter}
  cp "$busybox" "$tree/bin/busybox"
  cp -r "$here/guest/." "$tree/"
  chmod +x "$tree/init"
  cp -r "$program" "$tree/program"
  copy_modules "$tree"
  copy_libraries "$tree"
  # Without compression: unpacking is what an emulated processor is slow at.
  (cd "$tree" && find . -print0 | cpio --null --quiet --create --format=newc --owner=+0:+0) >"$work/initramfs.cpio"
  rm -rf -- "$tree"
}

# The C library and what else the programs' native parts are linked to, at the places where they are on this machine.
copy_libraries() { # TREE
  local library
  while read -r library; do
    mkdir -p "$1$(dirname "$library")"
    cp --dereference "$library" "$1$library"
  done < <(libraries)
}

libraries() {
  # The loader (the line without =>) and the libraries; a file that is no program of this machine's kind has none.
  find "$program" -type f \( -name '*.so' -o -perm /111 \) -exec ldd {} + 2>/dev/null \
    | awk -v own="$program/" '$2 == "=>" && $3 ~ /^\// && index($3, own) != 1 { print $3 } $1 ~ /^\/.*ld-linux/ { print $1 }' | sort -u
}
