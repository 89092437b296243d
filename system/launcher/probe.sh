# shellcheck shell=bash disable=SC2154 # root, data and rest are the launcher's
# ./powermeter probe: what this machine has and what of it can be read; needs no demo. With one that runs, --read also
# knows its sensors and leaves alone what its Receiver has.

command_probe() {
  local place=() words=()
  split_data_option "$@"
  check_option_names probe '--json, --read SENSOR|KIND=DEVICE, --period DURATION, --set KEY=VALUE and --secret KEY'"$also_data" "${words[@]}"
  if [[ $place_name == installed ]]; then
    find_data_directory "${place[@]}" "${words[@]}"
    local program_command
    program_command Receiver receiver --probe "${rest[@]}"
    exec "${program_command[@]}"
  fi
  probe_from_sources
}

probe_from_sources() { # by command_probe's place and words
  # shellcheck source=system/launcher/build.sh
  source "$launcher/build.sh"
  local program=$root/artifacts/bin/Receiver/release/PowerMeter.Receiver.dll
  if ((${#place[@]} > 0)); then
    find_data_directory "${place[@]}" "${words[@]}"
  else
    rest=("${words[@]}")
    data=$(default_data_directory)
  fi
  require_dotnet
  if [[ -r $data/powermeter.json && -e $data/app/Receiver/PowerMeter.Receiver.dll ]] && "$root/system/private-cluster" status "$data" >/dev/null 2>&1; then
    program_command Receiver receiver --probe "${rest[@]}"
    exec "${program_command[@]}"
  fi
  trap 'end_step; exit 130' INT TERM HUP PIPE
  build_receiver
  trap - INT TERM HUP PIPE
  exec dotnet "$program" --probe "${rest[@]}"
}

build_receiver() { # only when something it is made of has changed
  local stamp=$root/artifacts/probe.stamp digest
  digest=$(sources_digest)
  [[ ! -e $program || $(cat -- "$stamp" 2>/dev/null) != "$digest" ]] || return 0
  mkdir -p -- "$root/artifacts"
  rm -f -- "$root/artifacts/build.log" "$stamp"
  say "Building Receiver…"
  run_build "$root/artifacts/build.log" build "$root/src/Receiver" --configuration Release
  printf '%s\n' "$digest" >"$stamp"
}
