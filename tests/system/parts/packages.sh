# shellcheck shell=bash disable=SC2154 # directory, root, old_package and new_package are run's
# The two packages: this tree's, and one of a later version whose schema has one more migration.

supply_packages() {
  if [[ -n $old_package ]]; then
    cp -- "$old_package" "$directory/packages/old.deb"
    cp -- "$new_package" "$directory/packages/new.deb"
  fi
  [[ -e $directory/packages/old.deb ]] || build_package "$root" old
  [[ -e $directory/packages/new.deb ]] || build_newer_package
}

build_package() { # TREE NAME OPTIONS...
  local tree=$1 name=$2 built
  say "Building the package '$name'…"
  logged "package-$name" "$tree/powermeter" package --out "$directory/state/built-$name" "${@:3}"
  built=("$directory/state/built-$name"/powermeter_*.deb)
  [[ -f ${built[0]} ]] || fail "'./powermeter package' made no package in $directory/state/built-$name."
  mv -- "${built[0]}" "$directory/packages/$name.deb"
}

# What is built, and nothing else of the tree: no artifacts, no data.
build_newer_package() {
  local copy=$directory/state/newer version
  rm -rf -- "$copy"
  mkdir -p -- "$copy"
  git -C "$root" ls-files -z --cached --others --exclude-standard | tar -C "$root" --null -T - -cf - | tar -C "$copy" -xf -
  cat >"$copy/db/migrations/9000_system_test.sql" <<'SQL'
create table system_test_upgrade (made_at timestamptz not null default now());
insert into system_test_upgrade default values;
SQL
  version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$copy/Directory.Build.props")
  [[ -n $version ]] || fail "Directory.Build.props names no version."
  build_package "$copy" new --version "$version+test"
  rm -rf -- "$copy"
}
