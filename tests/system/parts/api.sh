# shellcheck shell=bash disable=SC2154 # state is life.sh's, account and account_password are station.sh's
# HTTP as a browser and a script speak it, with curl.

site() { printf 'http://127.0.0.1:%s' "$(cat "$state/port")"; }

hidden_fields() { # FILE: what a form carries along, as arguments of curl
  grep -o '<input[^>]*type="hidden"[^>]*>' "$1" | while read -r field; do
    printf '%s=%s\n' \
      "$(sed -n 's/.*name="\([^"]*\)".*/\1/p' <<<"$field")" \
      "$(sed -n 's/.*value="\([^"]*\)".*/\1/p' <<<"$field" | sed 's/&#x2B;/+/g; s/&#x3D;/=/g; s/&#x2F;/\//g; s/&amp;/\&/g')"
  done
}

sign_in() { # [PASSWORD]: by the form, as a browser does; keeps the cookies
  local field fields=() status
  rm -f -- "$state/cookies"
  curl -fsS -c "$state/cookies" -o "$state/login.html" "$(site)/login"
  while read -r field; do fields+=(--data-urlencode "$field"); done < <(hidden_fields "$state/login.html")
  status=$(curl -sS -b "$state/cookies" -c "$state/cookies" -o "$state/signed-in.html" -w '%{http_code}' "${fields[@]}" \
    --data-urlencode "Form.Login=$account" --data-urlencode "Form.Password=${1:-$account_password}" "$(site)/login")
  [[ $status == 30? ]]
}

api() { # PATH below /api/v1: the answer
  curl -fsS --max-time 60 -b "$state/cookies" "$(site)/api/v1/$1"
}

answers_api() { api settings >"$state/settings" 2>/dev/null; }

api_status() { # PATH: the status without a cookie
  curl -sS -o "$state/refused" -w '%{http_code}' "$(site)/api/v1/$1"
}

sensor_id() { # NAME
  api sensors | tr '{' '\n' | sed -n "s/.*\"id\":\([0-9]*\),\"name\":\"$1\".*/\1/p"
}
