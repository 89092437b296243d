# shellcheck shell=dash
# The modules, each with what it makes.

note kernel uname -r
# A chip at 0x40 and one at 0x41 whose registers are plain memory.
modprobe i2c-dev
modprobe i2c-stub chip_addr=0x40,0x41
modprobe bluetooth
modprobe hci_vhci
note modules lsmod
note i2c-name cat /sys/class/i2c-dev/i2c-0/name
record help Receiver --help
