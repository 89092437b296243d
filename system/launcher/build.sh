# shellcheck shell=bash disable=SC2154 # root and w3bstream are powermeter's
# Building the programs into DIR/app, only when something they are made of has changed.

program_names=(Receiver Processor Web)

# Changes with the name or the contents of any source of the three programs, or of what lies in PATHS; what a build makes
# is left out.
sources_digest() { # [PATHS...]
  (
    cd -- "$root" || exit
    shopt -s nullglob
    (($# > 0)) || set -- src db
    find "$@" ./*.json ./*.props ./*.targets \
      \( -name bin -o -name obj -o -name node_modules -o -path src/Web/wwwroot/lib -o -path src/Web/wwwroot/joined \) -prune -o -type f -print0 \
      | sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
  )
}

build_programs() { # DIR
  build_when_changed "$1" stamp "$(sources_digest)" "${program_names[@]/#/src/}"
  [[ -z $w3bstream ]] \
    || build_when_changed "$1" w3bstream-stamp "$(sources_digest tests/W3bstreamNode tests/Directory.Build.props)" tests/W3bstreamNode
}

build_when_changed() { # DIR STAMP DIGEST PROJECTS...
  local app=$1/app log=$1/log/build.log stamp=$1/app/$2 digest=$3 project name
  [[ $(cat -- "$stamp" 2>/dev/null) != "$digest" ]] || return 0
  rm -f -- "$stamp" "$log"
  for project in "${@:4}"; do
    name=$(basename "$project")
    say "Building $name…"
    rm -rf -- "${app:?}/$name"
    run_build "$log" publish "$root/$project" --configuration Release --output "$app/$name" -p:UseAppHost=false
  done
  # The service user runs what root has built.
  chmod -R a+rX -- "$app"
  write_own "$stamp" <<<"$digest"
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
