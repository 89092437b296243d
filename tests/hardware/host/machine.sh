# shellcheck shell=bash disable=SC2154 # here and work are run's
# The emulated machine: 1 GB, one processor, three lines to the outside.

# Software emulation takes two or three minutes; a machine that hangs is ended.
machine_seconds=1200
# Seconds between two lines of the emulated Arduino.
arduino_seconds=0.2

machine_pid=
arduino_pid=
arduino_reader_pid=

run_machine() { # check|spoil|shell
  local arguments=(
    -accel "${HARDWARE_ACCEL:-tcg}" -cpu Nehalem -m 1024 -smp 1 -nodefaults -display none -no-reboot
    -kernel "$(find "$kernel/boot" -name 'vmlinuz-*' | head -n 1)" -initrd "$work/initramfs.cpio"
    # fbcon=map:1: the kernel's own text console leaves the first framebuffer to us.
    -append "console=ttyS0 quiet panic=-1 fbcon=map:1 powermeter.mode=$1"
    # ttyS1 is the Arduino's; the archive of results leaves by a port of its own, since a tty may change bytes.
    -device virtio-serial-pci -chardev "file,id=results,path=$work/results.tar" -device "virtserialport,chardev=results,name=results"
  )
  rm -rf -- "$work/results" "$work/results.tar" "$work/console.log" "$work"/arduino.{in,out}
  mkfifo "$work/arduino.in" "$work/arduino.out"
  trap end_machine EXIT
  trap 'exit 130' INT TERM
  start_arduino "$1"
  if [[ $1 == shell ]]; then
    nice -n 10 qemu-system-x86_64 "${arguments[@]}" -chardev stdio,id=console,signal=off -serial chardev:console \
      -chardev "pipe,id=arduino,path=$work/arduino" -serial chardev:arduino
    return
  fi
  say "Booting Debian's kernel $release; this takes some minutes. Watch it with: tail -f $work/console.log"
  nice -n 10 timeout "$machine_seconds" qemu-system-x86_64 "${arguments[@]}" \
    -chardev "file,id=console,path=$work/console.log" -serial chardev:console \
    -chardev "pipe,id=arduino,path=$work/arduino" -serial chardev:arduino </dev/null 9>&- &
  machine_pid=$!
  local result=0
  wait "$machine_pid" || result=$?
  machine_pid=
  unpack_results "$result"
}

unpack_results() { # EXIT CODE of the machine
  mkdir -p "$work/results"
  if [[ ! -s $work/results.tar ]] || ! tar -x -f "$work/results.tar" -C "$work/results" 2>"$work/tar.log"; then
    show_end_of "$work/console.log" 30
    (($1 != 124)) || fail "The machine was ended after $machine_seconds s without results: see the lines above."
    fail "The machine ended (exit code $1) without results: see the lines above and $work/console.log."
  fi
}

# The lines that an ACS712's Arduino writes, and the rubbish that a serial line brings: judge/arduino.py is both the
# writer and the one who knows what of it must arrive.
start_arduino() { # MODE
  python3 -B "$here/judge/arduino.py" "$work/arduino.in" "$arduino_seconds" "$1" 9>&- &
  arduino_pid=$!
  # Qemu writes what the guest sends here, and waits for a reader.
  cat "$work/arduino.out" >/dev/null 9>&- &
  arduino_reader_pid=$!
}

end_machine() {
  local pid
  for pid in "$machine_pid" "$arduino_pid" "$arduino_reader_pid"; do
    [[ -z $pid ]] || kill -TERM "$pid" 2>/dev/null || true
  done
  rm -f -- "$work"/arduino.{in,out}
}
