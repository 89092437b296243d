# shellcheck shell=dash
# The Receiver reads the emulated Arduino at ttyS1.

start_receiver serial
# More than three rounds of its lines.
wait_for_samples 20 120
stop_receiver
