# shellcheck shell=bash disable=SC2154 # data, me and rest are the launcher's
# ./powermeter psql: PostgreSQL's shell, as the owner of the database.

command_psql() {
  find_data_directory "$@"
  require_database
  owner_psql "${rest[@]}"
}
