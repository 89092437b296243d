# shellcheck shell=dash
# The real Receiver reads the emulated Arduino at ttyS1. There is no database: it goes by the configuration that it saw
# last, and keeps the samples in its spool.

export POWERMETER_Spool__Directory=/var/lib/powermeter/spool
mkdir -p "$POWERMETER_Spool__Directory"
cp /steps/serial-configuration.json "$POWERMETER_Spool__Directory/last-configuration.json"

say 'serial: the Receiver runs'
run_program Receiver >/results/serial.out 2>/results/serial.err &
receiver=$!
spool_size() { cat "$POWERMETER_Spool__Directory"/*.spool | wc -c; }
# The judge knows how many samples it wants; 60 of 28 bytes are more than one round of all lines.
spool_is_filled() { [ "$(spool_size)" -gt 1700 ]; }
wait_for 120 spool_is_filled
echo $? >/results/serial.filled
cut -d ' ' -f 1 /proc/uptime >/results/serial.stop-asked
kill -TERM "$(pidof PowerMeter.Receiver dotnet | cut -d ' ' -f 1)"
wait "$receiver"
echo $? >/results/serial.exit
cut -d ' ' -f 1 /proc/uptime >/results/serial.stopped
cat "$POWERMETER_Spool__Directory"/*.spool >/results/serial.spool
