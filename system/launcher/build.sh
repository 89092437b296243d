# shellcheck shell=bash disable=SC2154 # root is powermeter's
# Building the three programs into DIR/app, only when something they are made of has changed.

program_names=(Receiver Processor Web)

sources_digest() { # changes with the name or the contents of any source; what a build makes is left out
  (
    cd -- "$root" || exit
    shopt -s nullglob
    find src db ./*.json ./*.props ./*.targets \
      \( -name bin -o -name obj -o -name node_modules -o -path src/Web/wwwroot/lib \) -prune -o -type f -print0 \
      | sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
  )
}

build_programs() { # DIR
  local app=$1/app log=$1/log/build.log digest name
  digest=$(sources_digest)
  [[ $(cat -- "$app/stamp" 2>/dev/null) != "$digest" ]] || return 0
  rm -f -- "$app/stamp" "$log"
  for name in "${program_names[@]}"; do
    say "Building $name…"
    rm -rf -- "${app:?}/$name"
    run_build "$log" publish "$root/src/$name" --configuration Release --output "$app/$name" -p:UseAppHost=false
  done
  # The service user runs what root has built.
  chmod -R a+rX -- "$app"
  write_own "$app/stamp" <<<"$digest"
}

run_build() { # LOG DOTNET-ARGUMENTS...: quiet unless it fails; leaves no compiler or build server running
  local log=$1
  shift
  # From the root, where global.json chooses the SDK.
  run_step env --chdir="$root" TERM=dumb dotnet "$@" -nodeReuse:false -p:UseSharedCompilation=false --nologo >>"$log" 2>&1 </dev/null && return
  show_end_of "$log" 20
  if grep -q -E 'NU1301|NU1101|Unable to load the service index|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET' "$log"; then
    fail "The packages that the build needs could not be fetched: is this machine on the network? The whole output is in $log."
  fi
  fail "The build failed: the whole output is in $log."
}
