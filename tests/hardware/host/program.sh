# shellcheck shell=bash disable=SC2154 # root and work are run's
# The programs, self-contained if the runtime packs can be restored, else with a copy of this machine's runtime.

# Leaves their directory in $program.
publish_programs() {
  program=$work/program
  rm -rf -- "$program"
  if publish_all --self-contained -p:UseAppHost=true; then
    say "Published self-contained for linux-x64."
    # Diagnostics that need libraries of their own, which the machine does not have.
    rm -f -- "$program"/libcoreclrtraceptprovider.so "$program"/libmscordaccore.so "$program"/libmscordbi.so "$program"/createdump
    return
  fi
  say "No self-contained publish (see $work/publish.log): taking this machine's runtime along."
  rm -rf -- "$program"
  if ! publish_all --no-self-contained; then
    show_end_of "$work/publish.log"
    fail "The programs could not be published: see the lines above."
  fi
  copy_runtime
}

publish_all() { # OPTION...
  local project
  # The last is the emulated Bluetooth adapter.
  for project in src/Receiver src/Processor tests/hardware/controller; do publish "$project" "$@" || return; done
}

publish() { # PROJECT OPTION...: with an output tree of its own, so that other builds keep theirs
  local project=$1
  shift
  say "Publishing $project."
  nice -n 10 dotnet publish "$root/$project" --configuration Release --runtime linux-x64 --artifacts-path "$work/build" \
    --output "$program" "$@" >"$work/publish.log" 2>&1 9>&-
}

copy_runtime() {
  local home
  home=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$program/dotnet/host" "$program/dotnet/shared"
  cp "$home/dotnet" "$program/dotnet/"
  cp -r "$home/host/fxr" "$program/dotnet/host/"
  cp -r "$home/shared/Microsoft.NETCore.App" "$home/shared/Microsoft.AspNetCore.App" "$program/dotnet/shared/"
}
