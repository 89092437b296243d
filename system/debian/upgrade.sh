# shellcheck shell=bash disable=SC2154 # state and so on are postinst's
# Part of postinst: the schema is brought up to date, after a backup of the older one.

backups_kept=3

schema_version() { # of the database; 0 when it has none yet
  local port
  port=$(database_port)
  if [[ $(psql_as_postgres "$port" --dbname=powermeter --command="select to_regclass('schema_version') is not null") != t ]]; then
    printf 0
    return
  fi
  psql_as_postgres "$port" --dbname=powermeter --command='select coalesce(max(version), 0) from schema_version'
}

back_up_older_schema() { # OLD VERSION of the package, or nothing
  local now known file
  now=$(schema_version)
  known=$(<"$library/db/schema-version")
  [[ $now =~ ^[0-9]+$ ]] || fail "The database's schema could not be asked for (see above)."
  if ((now > known)); then
    fail "The database has schema $now, and PowerMeter $new_version knows $known at most: install the newer package again. Nothing was changed in the database."
  elif ((now == 0)); then
    say "The database is new: there is nothing to back up."
    return
  elif ((now == known)); then
    return 0
  elif [[ -n ${POWERMETER_SKIP_BACKUP:-} ]]; then
    say "No backup is made before the database goes from schema $now to $known, since POWERMETER_SKIP_BACKUP is set."
    note "No backup before schema $known: POWERMETER_SKIP_BACKUP was set."
    return
  fi
  file=$state/backups/before-upgrade-${1:-unknown}-$(date -u +%Y%m%dT%H%M%SZ).powermeter-backup
  say "Backing up the database before it goes from schema $now to $known…"
  if ! run_and_note owner --backup "$file" || ! run_and_note owner --verify-backup "$file"; then
    as_powermeter rm -f -- "$file"
    fail "The backup before the upgrade failed (see above), so the upgrade stops here: the data is as it was, the Receiver goes on measuring, and the pages wait. Mend the cause and run 'dpkg --configure powermeter'; without a backup: 'POWERMETER_SKIP_BACKUP=1 dpkg --configure powermeter'."
  fi
  say "The backup is $file."
  forget_old_backups
}

# Only those of upgrades: what people and the nights keep is theirs.
forget_old_backups() {
  local file
  as_powermeter find "$state/backups" -maxdepth 1 -type f -name 'before-upgrade-*.powermeter-backup' -printf '%T@ %p\n' \
    | sort -rn | tail -n "+$((backups_kept + 1))" | cut -d ' ' -f 2- \
    | while IFS= read -r file; do as_powermeter rm -f -- "$file"; done
}

migrate() {
  run_and_note owner --migrate \
    || fail "The database's schema could not be brought up to date (see above): a migration that fails leaves the schema as it was before it. Mend the cause and run 'dpkg --configure powermeter'."
}

run_and_note() { # arguments of run; what it says is shown, and kept in install.log
  # The programs say whatever is wrong on standard error.
  (cd / && runuser -u powermeter -- env -i PATH="$PATH" TERM=dumb "$library/run" "$@" 2>&1 </dev/null) | tee -a -- "$log_directory/install.log" >&2
}
