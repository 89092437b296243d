# shellcheck shell=dash
# The test picture in the kernel's virtual framebuffer, in both depths; and what is said where there is none.

record display-none Processor --test-display
for depth in 16 32; do
  modprobe vfb vfb_enable=1 mode_option=160x128M-$depth@60
  wait_for 10 test -e /dev/fb0
  for file in name virtual_size bits_per_pixel stride; do cat /sys/class/graphics/fb0/$file; done >/results/display-$depth.txt
  record display-$depth Processor --test-display /dev/fb0
  cat /dev/fb0 >/results/display-$depth.pixels
  # One pixel of another colour.
  ! is_spoiled || printf '\1\1' | dd of=/results/display-$depth.pixels bs=2 seek=5000 conv=notrunc 2>/dev/null
  modprobe -r vfb
done
modprobe vfb vfb_enable=1 mode_option=160x128M-8@60
wait_for 10 test -e /dev/fb0
record display-8 Processor --test-display
modprobe -r vfb
