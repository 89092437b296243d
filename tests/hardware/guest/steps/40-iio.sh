# shellcheck shell=dash
# The kernel's driver ina2xx-adc takes the chip at 0x40: i2c-dev refuses the address (EBUSY), and the readings come
# through IIO.

set_register 0x40 1 $((65536 - 2250))
set_register 0x40 2 "$(volts_to_register 12000)"
! is_spoiled || set_register 0x40 1 $((65536 - 2350))
modprobe ina2xx-adc
echo ina219 0x40 >/sys/bus/i2c/devices/i2c-0/new_device
wait_for 10 test -e /sys/bus/iio/devices/iio:device0/name
note iio-name cat /sys/bus/iio/devices/iio:device0/name
note iio-driver readlink /sys/bus/i2c/devices/0-0040/driver
record probe-held Receiver --probe --json
record read-held Receiver --probe --json --read ina219=/dev/i2c-0 --set interface=i2c
record read-iio Receiver --probe --json --read ina219=/dev/i2c-0

start_receiver iio
wait_for_samples 8 120
stop_receiver
