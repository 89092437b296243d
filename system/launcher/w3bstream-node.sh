# shellcheck shell=bash disable=SC2154 # root, data, w3bstream and so on are demo.sh's
# The stand-in for W3bstream (tests/W3bstreamNode) beside the demo, and the settings that send readings to it.

w3bstream_path=/srv-applet-mgr/v0/event/powermeter
w3bstream_token=passwords/w3bstream.token

w3bstream_url() { # PORT: where the base station posts its readings
  printf 'http://127.0.0.1:%s%s' "$1" "$w3bstream_path"
}

# The ports of the node to which the settings may point, one a line: two only where a start was interrupted.
w3bstream_known_ports() {
  grep -E -x -s '[1-9][0-9]{0,4}' "$data/w3bstream-port"
}

require_w3bstream_port() {
  [[ -n $w3bstream ]] || return 0
  ((w3bstream_port != port)) || refuse "--w3bstream-port and --port are both $port, and each program needs a port of its own."
  require_port "$w3bstream_port" --w3bstream-port
}

supervised_w3bstream() {
  local file=${data//%/%%}
  supervised_program w3bstream W3bstreamNode "$(service_user)" PowerMeter.Tests.W3bstreamNode \
    --address 127.0.0.1 --port "$w3bstream_port" --path "$w3bstream_path" --token-file "\"$file/$w3bstream_token\""
}

# With --w3bstream readings go to the node; without it nothing is sent to where nobody listens any more. A network that
# somebody else has set is left alone.
prepare_w3bstream() {
  local url=''
  [[ -n $w3bstream ]] || w3bstream_known_ports >/dev/null || return 0
  url=$(owner_psql -XAtq -c 'select publish_url from w3bstream_settings') || fail "The settings of W3bstream could not be read (see above)."
  if [[ -n $w3bstream ]]; then point_to_w3bstream "$url"; else forget_w3bstream "$url"; fi
}

is_w3bstream_url() { # URL: is it the node's, of this start or of an earlier one?
  local known
  while read -r known; do
    [[ $1 != "$(w3bstream_url "$known")" ]] || return 0
  done < <(w3bstream_known_ports)
  return 1
}

point_to_w3bstream() { # URL that is set at present
  make_secret "$data/$w3bstream_token"
  if [[ -n $1 ]] && ! is_w3bstream_url "$1"; then
    say "W3bstream's settings name another network, $1, and stay as they are: nothing is sent to the stand-in."
    return
  fi
  # Written first: whatever interrupts this, a later start knows whose settings they are.
  { w3bstream_known_ports || true; } | cat - <(printf '%s\n' "$w3bstream_port") | sort -u | write_own "$data/w3bstream-port"
  # By stdin: a command line can be read by everybody on the machine.
  run_program Web web --w3bstream set profile=devnet "publish_url=$(w3bstream_url "$w3bstream_port")" token=- <"$data/$w3bstream_token" >/dev/null \
    || fail "The base station could not be told to send its readings to the stand-in for W3bstream (see above)."
  write_own "$data/w3bstream-port" <<<"$w3bstream_port"
}

forget_w3bstream() { # URL that is set at present
  if is_w3bstream_url "$1"; then
    run_program Web web --w3bstream set publish_url= token= >/dev/null \
      || fail "The base station could not be told to send no more readings to the stand-in for W3bstream (see above)."
    say "The stand-in for W3bstream is not started this time, so no readings are sent: '$me demo --w3bstream' sends them again."
  fi
  rm -f -- "$data/w3bstream-port"
}

await_w3bstream() {
  [[ -z $w3bstream ]] || await_program "$w3bstream_port" /summary w3bstream "the stand-in for W3bstream"
}
