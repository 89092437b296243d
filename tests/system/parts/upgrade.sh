# shellcheck shell=bash disable=SC2154 # debian and state are life.sh's
# Step: a package of a later version, whose schema has one more migration, while the sensor goes on.

upgrades() {
  local id before backup
  id=$(sensor_id Feeder)
  before=$(database 'select max(version) from schema_version')
  feed_lines 4
  # Its programs are exchanged meanwhile: what it does not read then nobody can have.
  feed_perhaps
  check_samples "$id"
  require_install new
  expect "the version that is installed" "$(package_version new)" "$(installed_version)"
  await_station
  expect "the schema" 9000 "$(database 'select max(version) from schema_version')"
  expect "what the new migration made" 1 "$(database 'select count(*) from system_test_upgrade')"
  expect "PostgreSQL's time between checkpoints" 30min "$(database 'show checkpoint_timeout')"
  backup=$(newest_backup 'before-upgrade-*')
  [[ -n $backup ]] || broken "There is no backup of before the upgrade in /var/lib/powermeter/backups."
  in_debian powermeter verify "$backup" >"$state/verified" 2>&1 || broken "The backup of before the upgrade is not sound: $(cat "$state/verified")"
  note "Schema $before became 9000; $backup ($(in_debian stat -c %s "$backup") bytes) is sound."
  api settings >/dev/null || broken "The session of before the upgrade is not known any more."
  replug_if_held "$id"
  feed_for_certain "$id"
  feed_lines 6
  check_samples "$id"
}

newest_backup() { # PATTERN: its path in the Debian
  find "$debian/var/lib/powermeter/backups" -name "$1" -type f -printf '%T@ /var/lib/powermeter/backups/%f\n' | sort -n | tail -n 1 | cut -d ' ' -f 2
}

# Told to stop, a Receiver gives its line free; killed after its time, it does not (see survives_kill).
replug_if_held() { # SENSOR
  ! api "sensors/$1/status" | grep -q 'in use by another program' || {
    unplug
    plug_in
  }
}
