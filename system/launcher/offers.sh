# shellcheck shell=bash disable=SC2154 # root, data, place and words are the launcher's
# ./powermeter offers: lists what energy providers offer, and makes a newer list the catalogue, as the owner of the demo's database.

offers_usage="allowed: 'offers list' and 'offers update [URL|FILE]'$also_data."

command_offers() {
  local place=() words=() arguments
  split_data_option "$@"
  arguments=("${words[@]}")
  check_offers_words "${arguments[@]}"
  find_data_directory "${place[@]}"
  require_running_database
  case ${arguments[0]} in
    list) list_offers ;;
    update) update_offers "${arguments[1]:-}" ;;
  esac
}

check_offers_words() {
  local most=1
  case ${1:-} in
    list) ;;
    update) most=2 ;;
    '') refuse "offers needs to be told what to do; $offers_usage" ;;
    *) refuse "offers does not know '$1'; $offers_usage" ;;
  esac
  (($# <= most)) || refuse "offers $1 does not know '${*:most+1:1}'; $offers_usage"
  [[ $# -lt 2 || -n $2 ]] || refuse "offers update was given an empty name; $offers_usage"
}

update_offers() { # URL, FILE or nothing
  local from=$1
  if [[ -z $from ]]; then
    run_program Web owner --update-offers
  elif [[ $from == *://* ]]; then
    run_program Web owner --update-offers "$from"
  else
    [[ -f $from && -r $from ]] || fail "There is no file '$from' that can be read; allowed: a file, or an address such as https://example.org/offers.json."
    # The caller may read it, the service user perhaps not.
    run_program Web owner --update-offers - <"$from"
  fi
}

list_offers() {
  local offers
  offers=$(run_program Web owner --list-offers)
  if [[ -z $offers ]]; then
    say "There are no providers: '$me offers update' loads the list that came with the program."
    return
  fi
  # Bytes are counted, since not every awk knows letters: those of UTF-8 that begin none are added to the width.
  LC_ALL=C awk -F '\t' '
    function row(name, day, night, month, hours, date, contract,   letters) {
      letters = name
      gsub(/[\200-\277]/, "", letters)
      printf "%-*s %9s %9s %9s  %-24s %-10s  %s\n", 48 + length(name) - length(letters), name, day, night, month, hours, date, contract
    }
    BEGIN { row("PROVIDER", "DAY/KWH", "NIGHT/KWH", "MONTH", "OFF-PEAK", "PRICES OF", "CONTRACT") }
    { row($1, $2, $3, $4, $5, $6, $7) }' <<<"$offers"
}
