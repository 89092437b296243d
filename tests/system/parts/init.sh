#!/usr/bin/env bash
# Becomes the first process of the Debian in DIRECTORY: systemd, in name spaces of its own (see systemd.sh).
set -euo pipefail

debian=$1
mount --make-rprivate /
ip link set lo up
# A root must be a mount of its own; what was mounted below it comes along.
mount --rbind "$debian" "$debian"
cd "$debian"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount --rbind /sys/fs/cgroup sys/fs/cgroup
mount -t tmpfs -o mode=0755 tmpfs run
mkdir -p mnt/outside
pivot_root . mnt/outside
umount -l /mnt/outside
# container: systemd then leaves alone what belongs to the machine around it.
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=journal
