# shellcheck shell=bash disable=SC2154 # state is the maintainer script's
# Part of the maintainer scripts: PostgreSQL's settings for a small machine, as a drop-in of the cluster that holds the
# database. Each file that was put is remembered with its checksum: what somebody edited, emptied or removed stays so.

drop_in_record=$state/postgresql-settings
clusters=/etc/postgresql

# The cluster's directory is the user postgres's: as that user, whom no link can lead elsewhere.
as_postgres() { (cd / && runuser -u postgres -- "$@"); }

# Also where an upgrade of PostgreSQL's major version brought it along (upgraded-cluster).
is_one_of_ours() { # CHECKSUM: whether we put a file with it anywhere
  [[ -n $1 ]] && awk -v sum="$1" '$1 == sum { found = 1 } END { exit !found }' "$drop_in_record" 2>/dev/null
}

remembered_sum() { # FILE: prints its checksum when we put it; fails when we never did
  awk -v file="$1" '$2 == file { print $1; found = 1 } END { exit !found }' "$drop_in_record" 2>/dev/null
}

remember_sum() { # FILE [CHECKSUM]: without it, forgets the file
  { awk -v file="$1" '$2 != file' "$drop_in_record" 2>/dev/null || true
    [[ -z ${2:-} ]] || printf '%s %s\n' "$2" "$1"; } >"$drop_in_record.new"
  mv -f -- "$drop_in_record.new" "$drop_in_record"
  [[ -s $drop_in_record ]] || rm -f -- "$drop_in_record"
}

sum_of() { (set +o pipefail; as_postgres sha256sum -- "$1" 2>/dev/null | cut -d ' ' -f 1); } # FILE: nothing when it is not there

# Others' databases in the same cluster were not asked.
has_other_databases() { # PORT
  [[ $(psql_as_postgres "$1" --command="select count(*) from pg_database where not datistemplate and datname not in ('postgres', 'powermeter')") != 0 ]]
}

put_drop_in() { # SOURCE
  local port version name file now known wrong
  port=$(database_port)
  read -r version name _ < <(cluster_on_port "$port") || return 0
  file=$clusters/$version/$name/conf.d/powermeter.conf
  as_postgres test -d "${file%/*}" || return 0
  now=$(sum_of "$file")
  if known=$(remembered_sum "$file"); then
    [[ $now == "$known" ]] || return 0
  elif [[ -n $now ]]; then
    is_one_of_ours "$now" || return 0
    remember_sum "$file" "$now"
  elif has_other_databases "$port"; then
    say "PostgreSQL's cluster $version/$name has other databases too, so its settings were left as they are; docs/install.md says how it takes PowerMeter's."
    return 0
  fi
  [[ $now != "$(sha256sum <"$1" | cut -d ' ' -f 1)" ]] || return 0
  # shellcheck disable=SC2016 # the inner shell's
  as_postgres sh -c 'umask 022 && cat >"$1.new" && mv -f -T -- "$1.new" "$1"' sh "$file" <"$1" || return 1
  # A server that knows one of them no more would not start again.
  wrong=$(psql_as_postgres "$port" --command="select coalesce(string_agg(name || ': ' || error, '; '), '') from pg_file_settings
    where sourcefile like '%/conf.d/powermeter.conf' and error is not null and error <> 'setting could not be applied'") || wrong="it could not be asked"
  if [[ -n $wrong ]]; then
    as_postgres rm -f -- "$file"
    remember_sum "$file"
    say "PostgreSQL's cluster $version/$name does not take PowerMeter's settings ($wrong): it keeps its own."
    return 0
  fi
  remember_sum "$file" "$(sum_of "$file")"
  psql_as_postgres "$port" --output=/dev/null --command='select pg_reload_conf()'
  say "PostgreSQL's cluster $version/$name spares the disk now, by $file."
}

# From every cluster that got it. A file that was edited is its editor's, and one that was removed by hand is not put back by the
# next installation: these stay remembered.
take_drop_ins_away() {
  local file sum sums version name port
  sums=$(awk '{ print $1 }' "$drop_in_record" 2>/dev/null) || return 0
  for file in "$clusters"/*/*/conf.d/powermeter.conf; do
    sum=$(sum_of "$file")
    if [[ -z $sum ]] || ! grep -q -x -F -e "$sum" <<<"$sums"; then continue; fi
    as_postgres rm -f -- "$file" || continue
    remember_sum "$file"
    name=$(basename "${file%/conf.d/*}") version=$(basename "${file%/*/conf.d/*}")
    port=$(pg_lsclusters --no-header 2>/dev/null | awk -v v="$version" -v n="$name" '$1 == v && $2 == n && $4 ~ /^online/ { print $3; exit }')
    [[ -z $port ]] || psql_as_postgres "$port" --output=/dev/null --command='select pg_reload_conf()' || true
  done
}
