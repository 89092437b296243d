# shellcheck shell=bash
# Ports, read from the kernel's own tables: no tool to install, and nothing is opened to find out.

port_is_free() { # PORT: nobody listens on it, on any address
  local hex table
  printf -v hex '%04X' "$1"
  for table in /proc/net/tcp /proc/net/tcp6; do
    [[ -r $table ]] || continue
    # Column 2 is address:port, column 4 the state; 0A is LISTEN (Linux, include/net/tcp_states.h).
    awk -v port="$hex" '$4 == "0A" && $2 ~ ":" port "$" { taken = 1 } END { exit taken }' "$table" || return 1
  done
}

# A free port below 32768, where the kernel starts to hand out ports to outgoing connections.
choose_port() {
  local port attempt
  for ((attempt = 0; attempt < 200; attempt++)); do
    port=$((20000 + RANDOM % 12000))
    if port_is_free "$port"; then
      printf '%s' "$port"
      return
    fi
  done
  fail "Found no free port between 20000 and 31999 for PostgreSQL: too many programs listen on this machine."
}

http_is_ok() { # PORT PATH: does the local server answer 200? In bash, since curl may be missing.
  local connection status=
  { exec {connection}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&"$connection" || true
  read -r -t 3 status <&"$connection" || true
  exec {connection}>&-
  [[ $status == 'HTTP/1.1 200'* ]]
}

lan_address() { # the first IPv4 address that other machines can use; nothing if there is none
  local addresses=
  addresses=$(hostname -I 2>/dev/null) || return 0
  tr ' ' '\n' <<<"$addresses" | grep -m 1 -E '^[0-9]+\.' || true
}
