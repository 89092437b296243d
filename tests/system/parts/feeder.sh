# shellcheck shell=bash disable=SC2154 # debian and state are life.sh's
# An Arduino with an ACS712, played: a pair of pseudo-terminals, and a line of watts every half second, no two alike.
# $state/fed keeps each with 'must', or 'may' while the Receiver cannot be expected to read it.

feeder_device=/dev/ttyFEED

plug_in() {
  socat "pty,raw,echo=0,link=$debian$feeder_device,group=20,mode=0660" "pty,raw,echo=0,link=$debian/dev/ttyARDUINO" \
    >>"$state/socat.log" 2>&1 &
  printf '%s\n' "$!" >"$state/socat.pid"
  eventually 10 "both ends of the serial line are there" test -c "$debian/dev/ttyARDUINO" -a -c "$debian$feeder_device"
}

unplug() {
  [[ -e $state/socat.pid ]] || return 0
  kill "$(cat "$state/socat.pid")" 2>/dev/null || true
  rm -f -- "$state/socat.pid"
  eventually 10 "the serial line is gone" test ! -e "$debian$feeder_device"
}

start_feeder() {
  [[ -e $state/fed ]] || : >"$state/fed"
  printf 'may\n' >"$state/mode"
  rm -f -- "$state/paused"
  plug_in
  feed &
  printf '%s\n' "$!" >"$state/feeder.pid"
}

feed() {
  local count watts
  count=$(wc -l <"$state/fed")
  while true; do
    if [[ ! -e $state/paused && -c $debian/dev/ttyARDUINO ]]; then
      count=$((count + 1))
      watts=$(printf '%d.%02d' $((1000 + count / 100)) $((count % 100)))
      printf '%s %s\n' "$watts" "$(cat "$state/mode")" >>"$state/fed"
      printf '%s\r\n' "$watts" >"$debian/dev/ttyARDUINO" || true
    elif [[ -e $state/paused ]]; then
      : >"$state/rests"
    fi
    sleep 0.5
  done
}

stop_feeder() {
  [[ ! -e $state/feeder.pid ]] || kill "$(cat "$state/feeder.pid")" 2>/dev/null || true
  rm -f -- "$state/feeder.pid"
  unplug
}

# From here on every line must become a sample: the Receiver has just read one.
feed_for_certain() {
  local id=$1 before
  printf 'may\n' >"$state/mode"
  rm -f -- "$state/paused"
  before=$(wc -l <"$state/fed")
  eventually 60 "the sensor is read again" newest_is_after "$id" "$before"
  printf 'must\n' >"$state/mode"
}

newest_is_after() { # SENSOR COUNT: a line after the COUNTth is the newest sample
  local newest
  newest=$(newest_watts "$1")
  [[ -n $newest ]] && tail -n "+$(($2 + 1))" "$state/fed" | grep -q "^$newest "
}

# Afterwards no line comes any more, and all that were sent are in $state/fed.
pause_feeder() {
  rm -f -- "$state/rests"
  : >"$state/paused"
  eventually 10 "the serial line rests" test -e "$state/rests"
}

# The line that is on its way may arrive or not.
feed_perhaps() { printf 'may\n' >"$state/mode"; }

feed_lines() { # NUMBER: waits until so many more have gone out
  local until_line
  until_line=$(($(wc -l <"$state/fed") + $1))
  eventually $(($1 + 30)) "the sensor sends $1 lines" has_fed "$until_line"
}

has_fed() { (($(wc -l <"$state/fed") >= $1)); }
