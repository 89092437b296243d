# shellcheck shell=dash
# What --probe finds when no kernel driver has a chip, and one reading of a sensor: a good one, and of devices that are
# none.

# As the chip is after a reset.
set_register 0x40 0 0x399f
set_register 0x41 0 0x399f
record probe Receiver --probe --json

set_register 0x41 1 2000
set_register 0x41 2 "$(volts_to_register 11980)"
set_register 0x41 4 10000
record read-i2c Receiver --probe --json --read ina219=/dev/i2c-0 --set address=0x41 --set shunt_ohms=0.002 --set max_amps=20
record read-serial Receiver --probe --json --read acs712=/dev/ttyS1
record read-nobody Receiver --probe --json --read ina219=/dev/i2c-0 --set address=0x42
record read-no-bus Receiver --probe --json --read ina219=/dev/i2c-1
ln -s /dev/null /dev/i2c-9
record read-null-bus Receiver --probe --json --read ina219=/dev/i2c-9
rm /dev/i2c-9
record read-null-serial Receiver --probe --json --read acs712=/dev/null
