# shellcheck shell=dash
# The real Receiver without a database: it goes by the configuration that it saw last, and keeps the samples in its spool.

export POWERMETER_Spool__Directory=/var/lib/powermeter/spool

start_receiver() { # NAME: by the configuration NAME.json
  receiver_name=$1
  say "$receiver_name: the Receiver runs"
  rm -rf "$POWERMETER_Spool__Directory"
  mkdir -p "$POWERMETER_Spool__Directory"
  cp "/steps/$receiver_name.json" "$POWERMETER_Spool__Directory/last-configuration.json"
  # The program itself, not run_program in a shell of its own: the signal to stop must reach it.
  if [ -x /program/PowerMeter.Receiver ]; then
    /program/PowerMeter.Receiver >"/results/$receiver_name.out" 2>"/results/$receiver_name.err" </dev/null &
  else
    /program/dotnet/dotnet /program/PowerMeter.Receiver.dll >"/results/$receiver_name.out" 2>"/results/$receiver_name.err" </dev/null &
  fi
  receiver=$!
}

# All the Receiver's samples so far: NAME.spool, and how it ended: NAME.exit, NAME.stopping (seconds).
stop_receiver() {
  stop_asked=$(cut -d ' ' -f 1 /proc/uptime)
  kill -TERM "$receiver"
  wait "$receiver"
  echo $? >"/results/$receiver_name.exit"
  echo "$stop_asked $(cut -d ' ' -f 1 /proc/uptime)" >"/results/$receiver_name.stopping"
  cat "$POWERMETER_Spool__Directory"/*.spool >"/results/$receiver_name.spool"
}

spool_bytes() { cat "$POWERMETER_Spool__Directory"/*.spool 2>/dev/null | wc -c; }

spool_has() { [ "$(spool_bytes)" -ge "$1" ]; }

# Two more readings of every sensor, each 28 bytes and at most 8 around it.
wait_for_samples() { # COUNT [SECONDS]
  wait_for "${2:-60}" spool_has $(($(spool_bytes) + $1 * 36)) || say "$receiver_name: no $1 more samples in time"
}
