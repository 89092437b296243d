# shellcheck shell=bash disable=SC2154 # root, data and rest are the launcher's
# ./powermeter token: makes, lists and revokes the API's bearer tokens, as the owner of the demo's database.

token_usage="allowed: 'token create NAME [--scope read|write|admin] [--user NAME]', 'token list' and 'token revoke NAME'$also_data."

command_token() {
  local action='' name='' scope='' user='' arguments=() words=()
  while (($# > 0)); do
    case $1 in
      --scope | --user | --data)
        [[ -n ${2:-} ]] || refuse "$1 needs a word after it, and none was given."
        case $1 in
          --scope) scope=$2 ;;
          --user) user=$2 ;;
          --data) arguments=(--data "$2") ;;
        esac
        shift 2
        ;;
      --*) refuse "token does not know '$1'; $token_usage" ;;
      *)
        words+=("$1")
        shift
        ;;
    esac
  done
  action=${words[0]:-} name=${words[1]:-}
  check_token_words
  find_data_directory "${arguments[@]}"
  require_running_database
  case $action in
    create) create_token ;;
    list) list_tokens ;;
    revoke) run_program Web owner --revoke-token "$name" ;;
  esac
}

check_token_words() {
  local wanted=2
  case $action in
    create | revoke) ;;
    list) wanted=1 ;;
    '') refuse "token needs to be told what to do; $token_usage" ;;
    *) refuse "token does not know '$action'; $token_usage" ;;
  esac
  [[ ${#words[@]} -ge $wanted ]] || refuse "token $action needs the token's name; $token_usage"
  [[ ${#words[@]} -le $wanted ]] || refuse "token $action does not know '${words[$wanted]}'; $token_usage"
  [[ $action == create || -z $scope$user ]] || refuse "token $action takes neither --scope nor --user; $token_usage"
}

# The token alone goes to stdout, so that a script can keep it.
create_token() {
  local options=(--create-token "$name" --scope "${scope:-write}")
  [[ -z $user ]] || options+=(--user "$user")
  run_program Web owner "${options[@]}"
  say "This is the token '$name', of scope ${scope:-write}. It is shown only now: keep it where only its sender can read it."
}

list_tokens() {
  local tokens
  tokens=$(run_program Web owner --list-tokens)
  if [[ -z $tokens ]]; then
    say "There are no tokens: '$me token create NAME' makes one."
    return
  fi
  awk -F '\t' 'BEGIN { format = "%-24s %-6s %-16s %-21s %s\n"; printf format, "TOKEN", "SCOPE", "USER", "MADE", "LAST USED" }
               { printf format, $1, $2, $3, $4, $5 }' <<<"$tokens"
}
