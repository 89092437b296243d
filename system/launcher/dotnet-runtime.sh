# shellcheck shell=bash
# Where an installed base station finds the .NET 10 runtime. The package's preinst holds a copy, made when it is built:
# nothing is unpacked yet when that runs. PREFIX is empty but in tests.

dotnet_frameworks=(Microsoft.NETCore.App Microsoft.AspNetCore.App)

# The usual places, the most explicit first: https://github.com/dotnet/designs/blob/main/accepted/2020/install-locations.md
dotnet_places() { # PREFIX
  local file line
  for file in "$1"/var/lib/powermeter/dotnet "$1"/etc/dotnet/install_location_* "$1"/etc/dotnet/install_location; do
    if [[ -r $file ]] && read -r line <"$file" && [[ $line == /* ]]; then printf '%s\n' "$1$line"; fi
  done
  [[ ${DOTNET_ROOT:-} != /* ]] || printf '%s\n' "$1$DOTNET_ROOT"
  printf '%s\n' "$1"/usr/share/dotnet "$1"/usr/lib/dotnet "$1"/usr/local/share/dotnet "$1"/opt/dotnet
  if line=$(type -P dotnet) && line=$(readlink -f "$line"); then dirname "$line"; fi
}

others_can_enter() { # PATH PREFIX: may everybody enter the directories on the way to it, and read it itself?
  local path mode
  path=$(readlink -f "$1") && mode=$(stat -c %a "$path") && (((8#$mode & 4) != 0)) || return 1
  while path=$(dirname "$path") && [[ $path != / && $path != "$2" ]]; do
    mode=$(stat -c %a "$path") && (((8#$mode & 1) != 0)) || return 1
  done
}

dotnet_fault() { # DIRECTORY PREFIX: prints what is wrong with the runtime there; nothing when all is well
  local framework found
  if [[ ! -x $1/dotnet || -d $1/dotnet ]]; then
    echo "there is no program 'dotnet'"
    return
  fi
  for framework in "${dotnet_frameworks[@]}"; do
    found=$(compgen -G "$1/shared/$framework/10.*/$framework.deps.json" | tail -n 1) || true
    if [[ -z $found ]]; then
      echo "$framework 10 is missing"
      return
    elif ! others_can_enter "$found" "$2"; then
      echo "not everybody may read it: PowerMeter runs as the user powermeter, not as root"
      return
    fi
  done
  others_can_enter "$1/dotnet" "$2" || echo "not everybody may read it: PowerMeter runs as the user powermeter, not as root"
}

find_dotnet() { # [PREFIX]: prints the directory of a runtime that will do
  local place
  while read -r place; do
    [[ -n $(dotnet_fault "$place" "${1:-}") ]] || { printf '%s\n' "$place" && return; }
  done < <(dotnet_places "${1:-}")
  return 1
}

explain_missing_dotnet() { # [PREFIX]: what was looked at, and what to do
  local place
  echo "PowerMeter needs the .NET 10 runtime with ASP.NET Core, and this machine has none that it can use:"
  while read -r place; do
    [[ ! -e $place ]] || echo "  $place: $(dotnet_fault "$place" "${1:-}")"
  done < <(dotnet_places "${1:-}" | awk '!seen[$0]++')
  cat <<'TEXT'
Looked in /usr/share/dotnet, /usr/lib/dotnet, /usr/local/share/dotnet, /opt/dotnet, DOTNET_ROOT, /etc/dotnet/install_location and PATH.
What to do, one of these, and then install PowerMeter again:
  - Where your system has the package: apt-get install aspnetcore-runtime-10.0
  - On any other, Raspberry Pi OS too, with Microsoft's script from https://dotnet.microsoft.com/download/dotnet/10.0:
      bash dotnet-install.sh --channel 10.0 --runtime aspnetcore --install-dir /usr/share/dotnet
  - A package of PowerMeter that has the runtime inside (its name ends with _arm64.deb, _armhf.deb or _amd64.deb).
TEXT
}
