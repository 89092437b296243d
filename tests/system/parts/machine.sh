# shellcheck shell=bash disable=SC2154 # directory, debian and state are life.sh's
# The machine that the Debian believes to be: its mounts, its network, its switch.

start_machine() {
  ip link set lo up
  hostname powermeter-test
  # That systemd takes the same: a Receiver on a machine of another name is another's.
  printf 'powermeter-test\n' >"$debian/etc/hostname"
  mount -t proc proc /proc
  mount -t proc proc "$debian/proc"
  # Few devices, as a container has them. A sensor's pseudo-terminal comes among them.
  mount -t tmpfs -o mode=0755,size=1m tmpfs "$debian/dev"
  local name
  for name in null zero full random urandom tty; do
    : >"$debian/dev/$name"
    mount --bind "/dev/$name" "$debian/dev/$name"
  done
  mkdir "$debian/dev/pts" "$debian/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$debian/dev/pts"
  mount --bind "$debian/dev/pts" /dev/pts
  ln -s pts/ptmx "$debian/dev/ptmx"
  ln -s /proc/self/fd "$debian/dev/fd"
  ln -s fd/0 "$debian/dev/stdin"
  ln -s fd/1 "$debian/dev/stdout"
  ln -s fd/2 "$debian/dev/stderr"
  mount --bind "$debian/dev/pts/ptmx" /dev/ptmx 2>/dev/null || true
  mount -t tmpfs -o mode=1777 tmpfs "$debian/dev/shm"
  # A new boot has an empty /run.
  mount -t tmpfs -o mode=0755 tmpfs "$debian/run"
}

in_debian() { # COMMAND...
  chroot "$debian" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
    DEBIAN_FRONTEND=noninteractive "$@"
}

is_installed_in_debian() { [[ -e $debian/usr/lib/powermeter/run ]]; }

# .NET is no package of Debian's: the machine has the one of the machine around it.
provide_runtime() {
  local dotnet
  [[ ! -e $debian/usr/share/dotnet/dotnet ]] || return 0
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$debian/usr/share/dotnet"
  mount --bind -o ro "$dotnet" "$debian/usr/share/dotnet"
}

take_runtime_away() {
  ! mountpoint -q "$debian/usr/share/dotnet" || umount "$debian/usr/share/dotnet"
}

# There is no init: what it would start is started by hand, by Debian's own scripts.
power_on() {
  mkdir -p "$debian/run/postgresql"
  in_debian chown postgres:postgres /run/postgresql
  in_debian service postgresql start >>"$directory/log/postgresql-start.log" 2>&1
  in_debian supervisorctl pid >>"$directory/log/supervisor-start.log" 2>&1 || in_debian service supervisor start >>"$directory/log/supervisor-start.log" 2>&1
}

power_off() {
  in_debian service supervisor stop >>"$directory/log/supervisor-start.log" 2>&1 || true
  eventually 30 "supervisord and its programs end" nothing_runs 'supervisord|PowerMeter\.'
  in_debian service postgresql stop >>"$directory/log/postgresql-start.log" 2>&1
}

# What does not end by itself ends with the name space.
stop_machine() {
  (stop_feeder) || true
  ! is_installed_in_debian || (power_off) || true
}

processes() { # PATTERN of a command line, extended: the pids. Only this name space's are seen.
  local pid
  for pid in /proc/[0-9]*; do
    # One that ends meanwhile is none.
    ! { tr '\0' ' ' <"$pid/cmdline"; } 2>/dev/null | grep -q -E -- "$1" || printf '%s\n' "${pid#/proc/}"
  done
}

nothing_runs() { [[ -z $(processes "$1") ]]; }

keep_evidence() {
  local log
  for log in "$debian"/var/log/powermeter/*.log; do
    [[ -f $log ]] || continue
    cp -- "$log" "$directory/log/"
    show_end_of "$log" 6
  done
}
