# shellcheck shell=bash disable=SC2154 # root, app, stage, version and so on are package.sh's
# What lies where in the Debian package.

# Of the launcher only what an installed base station can do.
not_installed=(bench build cluster-init cluster-process data-directory demo demo-contents demo-options demo-place fuzz
  package package-contents supervise test w3bstream-node workbench)

fill_stage() {
  local library=$stage/usr/lib/powermeter
  put_programs
  put_launcher
  put 0755 "$root/system/debian/run" "$library/run"
  put 0755 "$root/powermeter" "$library/powermeter"
  mkdir -p -- "$stage/usr/bin"
  ln -s ../lib/powermeter/powermeter "$stage/usr/bin/powermeter"
  put 0644 "$root/db/create-database.sql" "$library/db/create-database.sql"
  schema_of_sources >"$library/db/schema-version"
  put 0755 "$root/system/avahi/announce" "$library/system/avahi/announce"
  put 0644 "$root/system/avahi/powermeter.service" "$library/system/avahi/powermeter.service"
  put 0755 "$root/system/port80/redirect" "$library/system/port80/redirect"
  put 0644 "$root/system/postgresql/powermeter.conf" "$library/system/postgresql/powermeter.conf"
  put 0644 "$root/system/systemd/backoff.conf" "$library/system/systemd/backoff.conf"
  put_supervisor_programs
  put_settings
  put_documents
  put_control
  find "$stage" -exec touch --no-dereference --date="@$epoch" -- {} +
}

put() { # MODE FILE TARGET
  install -D -m "$1" -- "$2" "$3"
}

put_programs() {
  local name
  mkdir -p -- "$library"
  for name in "${program_names[@]}"; do
    cp -r -- "$app/$name" "$library/$name"
    # What only an IIS server or an editor reads.
    rm -f -- "$library/$name/web.config" "$library/$name"/*.xml
  done
  find "$library" -type d -exec chmod 0755 {} +
  find "$library" -type f -exec chmod 0644 {} +
  [[ -z $runtime ]] || for name in "${program_names[@]}"; do chmod 0755 -- "$library/$name/PowerMeter.$name"; done
}

put_launcher() {
  local file name
  for file in "$launcher"/*.sh "$launcher"/installed/*.sh; do
    name=${file#"$launcher/"}
    [[ " ${not_installed[*]} " == *" ${name%.sh} "* ]] || put 0644 "$file" "$library/system/launcher/$name"
  done
}

schema_of_sources() { # the number of the newest migration
  local newest
  newest=$(find "$root/db/migrations" -name '[0-9][0-9][0-9][0-9]_*.sql' -printf '%f\n' | sort | tail -n 1)
  printf '%s\n' "$((10#${newest%%_*}))"
}

put_supervisor_programs() {
  local name target=$library/system/supervisor/powermeter.conf
  # shellcheck source=system/launcher/supervisor-program.sh
  source "$launcher/supervisor-program.sh"
  # shellcheck source=system/launcher/services.sh
  source "$launcher/services.sh"
  mkdir -p -- "$(dirname "$target")"
  {
    echo "; PowerMeter's three programs. 'powermeter service systemd' lets systemd run them instead."
    for name in receiver processor web; do
      supervisor_program "$root/system/supervisor/program.conf" NAME="$(supervisor_name "$name")" PRIORITY="$(supervisor_priority "$name")" \
        COMMAND="/usr/lib/powermeter/run $name" DIRECTORY=/ ENVIRONMENT='HOME="/var/lib/powermeter"' \
        LOG="/var/log/powermeter/$name.log" LOG_SIZE=2MB
      echo 'user=powermeter'
    done
  } >"$target"
}

put_settings() {
  local unit
  put 0644 "$root/system/debian/powermeter.json" "$stage/etc/powermeter/powermeter.json"
  put 0755 "$root/system/debian/upgraded-cluster" "$stage/etc/postgresql-common/pg_upgradecluster.d/powermeter"
  put 0644 "$root/system/debian/logrotate" "$stage/etc/logrotate.d/powermeter"
  put 0644 "$root/system/udev/70-powermeter.rules" "$stage/usr/lib/udev/rules.d/70-powermeter.rules"
  for unit in "$root"/system/systemd/*.{service,target,timer}; do
    [[ ! -e $unit ]] || put 0644 "$unit" "$stage/usr/lib/systemd/system/$(basename "$unit")"
  done
}

put_documents() {
  local file share=$stage/usr/share
  for file in "$root"/docs/*.md; do put 0644 "$file" "$share/doc/powermeter/docs/$(basename "$file")"; done
  put 0644 "$root/system/debian/copyright" "$share/doc/powermeter/copyright"
  put 0644 "$root/system/debian/lintian-overrides" "$share/lintian/overrides/powermeter"
  mkdir -p -- "$share/man/man1"
  # -n: no date of ours in the compressed file.
  fill_in "$root/system/debian/changelog" | gzip -9n >"$share/doc/powermeter/changelog.gz"
  fill_in "$root/system/debian/powermeter.1" | gzip -9n >"$share/man/man1/powermeter.1.gz"
  chmod 0644 -- "$share/doc/powermeter/changelog.gz" "$share/man/man1/powermeter.1.gz"
}

put_control() {
  local name
  mkdir -p -- "$stage/DEBIAN"
  for name in preinst postinst prerm postrm; do
    fill_in "$root/system/debian/$name" >"$stage/DEBIAN/$name"
    chmod 0755 -- "$stage/DEBIAN/$name"
  done
  fill_in "$root/system/debian/control" >"$stage/DEBIAN/control"
  put 0644 "$root/system/debian/templates" "$stage/DEBIAN/templates"
  (cd -- "$stage" && find etc -type f -printf '/%p\n' | LC_ALL=C sort) >"$stage/DEBIAN/conffiles"
  (cd -- "$stage" && find usr etc -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$stage/DEBIAN/md5sums"
  chmod 0644 -- "$stage"/DEBIAN/{control,conffiles,md5sums}
}

# Prints a file with its @WORDS@ filled in, and with what '# include: FILE' names in its place.
fill_in() { # FILE
  local line date size inside=no sentence='It needs the .NET 10 runtime with ASP.NET Core, and says how to get it.'
  [[ -z $runtime ]] || inside=yes sentence='The .NET runtime that it needs is inside.'
  date=$(LC_ALL=C date -u -R -d "@$epoch") size=$(du -sk --apparent-size -- "$stage/usr" | cut -f 1)
  while IFS= read -r line; do
    if [[ $line == '# include: '* ]]; then
      # Without the lines that speak to shellcheck: the whole has its own.
      grep -v '^# shellcheck shell=' -- "$root/${line#\# include: }"
    else
      line=${line//@VERSION@/"$version"} line=${line//@ARCHITECTURE@/"$architecture"}
      line=${line//@RUNTIME_IS_INSIDE@/"$inside"} line=${line//@RUNTIME_SENTENCE@/"$sentence"}
      line=${line//@DATE@/"$date"}
      line=${line//@INSTALLED_SIZE@/"$size"}
      printf '%s\n' "$line"
    fi
  done <"$1"
}
