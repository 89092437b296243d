# shellcheck shell=dash
# The L2CAP socket, with the module loaded and no adapter; with an adapter of hci_vhci that nothing has
# switched on; with one that answers, and has a plug in its reach.

plug=98:7B:F3:01:02:03
record bluetooth-none Receiver --probe --json --read awox=$plug
# Vendor packet: make a controller (drivers/bluetooth/hci_vhci.c). It lasts as long as the device is open.
exec 5<>/dev/vhci
printf '\377\000' >&5
wait_for 10 test -e /sys/class/bluetooth/hci0
record bluetooth-probe Receiver --probe --json
record bluetooth-off Receiver --probe --json --read awox=$plug
exec 5>&-
wait_for 10 test ! -e /sys/class/bluetooth/hci0

run_program Tests.BluetoothController $plug >/results/bluetooth-adapter.txt 2>&1 &
wait_for 60 grep -q 'is on' /results/bluetooth-adapter.txt
record bluetooth-on Receiver --probe --json
record bluetooth-plug Receiver --probe --json --read awox=$plug
kill "$(pidof PowerMeter.Tests.BluetoothController dotnet | cut -d ' ' -f 1)"
