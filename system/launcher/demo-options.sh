# shellcheck shell=bash disable=SC2034,SC2154 # what it sets is demo.sh's, and root is powermeter's
# The options of ./powermeter demo.

demo_arguments() {
  local port_given=''
  while (($# > 0)); do
    case $1 in
      --no-simulator) simulator= ;;
      --read-only) read_only=true ;;
      --first-run) first_run=1 ;;
      --w3bstream) w3bstream=1 ;;
      --port | --data | --sensor | --days | --w3bstream-port)
        (($# >= 2)) || refuse "$1 needs a value after it, and none was given."
        demo_option "$1" "$2"
        shift
        ;;
      *) refuse "demo does not know '$1': its options are --port N, --data DIR, --sensor KIND[=DEVICE], --days N, --no-simulator, --read-only, --first-run, --w3bstream and --w3bstream-port N." ;;
    esac
    shift
  done
  [[ -z $port_given || -n $w3bstream ]] || refuse "--w3bstream-port is the port of what --w3bstream starts, which was not given."
  if [[ -n $first_run ]]; then
    [[ $read_only == false ]] || refuse "--first-run and --read-only exclude each other: a read-only base station cannot be set up."
    [[ ${#sensors[@]} == 0 && -z $days_given ]] || refuse "--first-run starts an empty base station: leave out --sensor and --days; the wizard asks for the sensor."
  fi
}

is_number_between() { # LOWEST HIGHEST TEXT
  # 10#: a leading zero does not make it octal.
  [[ $3 =~ ^[0-9]{1,6}$ ]] && ((10#$3 >= $1 && 10#$3 <= $2))
}

demo_option() { # NAME VALUE
  case $1 in
    --port)
      is_number_between 1 65535 "$2" || refuse "--port must be a whole number from 1 to 65535, and '$2' was given."
      port=$((10#$2))
      ;;
    --w3bstream-port)
      is_number_between 1 65535 "$2" || refuse "--w3bstream-port must be a whole number from 1 to 65535, and '$2' was given."
      w3bstream_port=$((10#$2)) port_given=1
      ;;
    --days)
      is_number_between 0 3650 "$2" || refuse "--days must be a whole number from 0 to 3650, and '$2' was given."
      days=$((10#$2)) days_given=1
      ;;
    --data)
      [[ -n $2 ]] || refuse "--data must name a directory, and an empty name was given."
      data=$2
      ;;
    --sensor)
      [[ $2 =~ ^[A-Za-z0-9_-]+(=.+)?$ ]] || refuse "--sensor must be KIND=DEVICE or KIND, such as acs712=/dev/ttyACM0, and '$2' was given."
      require_kind "${2%%=*}"
      sensors+=("$2")
      ;;
  esac
}

require_kind() { # KIND: push, or one of the Receiver's drivers, each in a folder of its name
  local readme kinds=()
  for readme in "$root"/src/Receiver/Drivers/*/README.md; do
    readme=$(basename "$(dirname "$readme")")
    kinds+=("${readme,,}")
  done
  kinds+=(push)
  [[ " ${kinds[*]} " == *" $1 "* ]] || refuse "--sensor does not know the kind '$1': the kinds are ${kinds[*]}."
}
