# shellcheck shell=dash
# The Receiver reads two chips through i2c-dev: 0x40 as set up by default, 0x41 as in the data sheet's example. The
# registers are plain memory, so what a chip would compute is written here. Only the current changes while the Receiver
# reads: one write, so that no reading sees half of a change.

# SMBus sends the low byte first, the chip the high one.
set_register() { # ADDRESS REGISTER WORD
  i2cset -y 0 "$1" "$2" "$(printf '0x%02x%02x' $(($3 & 0xff)) $(($3 >> 8 & 0xff)))" w
}

get_register() { # ADDRESS REGISTER: the word, in decimal
  word=$(i2cget -y 0 "$1" "$2" w)
  echo $(((word & 0xff) << 8 | word >> 8))
}

is_restored() { [ "$(get_register 0x40 5)" -eq 4096 ]; }

volts_to_register() { echo $(($1 / 4 << 3 | 2)); } # MILLIVOLTS: bits 15 to 3, and conversion ready

set_register 0x40 1 1500
set_register 0x40 2 "$(volts_to_register 12000)"
set_register 0x40 4 15000
# Data sheet, 8.5.1: 11.98 V, 20 mV across 2 milliohms.
set_register 0x41 1 2000
set_register 0x41 2 "$(volts_to_register 11980)"
set_register 0x41 4 10000
! is_spoiled || set_register 0x41 4 10010

start_receiver ina219
wait_for_samples 6 120
note ina219-setup echo "$(get_register 0x40 0) $(get_register 0x40 5) $(get_register 0x41 0) $(get_register 0x41 5)"

# Reverse flow: −2.25 A.
set_register 0x40 4 $((65536 - 22500))
wait_for_samples 6

# A brown-out: the calibration is 0, and so is what the chip computes with it. When the Receiver has seen it and restored
# it, the current is 0.5 A, as a chip would say after its next conversion.
set_register 0x40 5 0
set_register 0x40 4 0
tries=0
until is_restored || [ $((tries += 1)) -ge 2000 ]; do :; done
set_register 0x40 4 5000
note ina219-restored get_register 0x40 5
wait_for_samples 6

# The conversion's overflow bit: a fault, no value. The other chip's samples tell the time.
set_register 0x40 2 $(($(volts_to_register 12000) | 1))
set_register 0x40 4 32767
wait_for_samples 6
stop_receiver
