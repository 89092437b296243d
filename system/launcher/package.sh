# shellcheck shell=bash disable=SC2154 # root and launcher are powermeter's
# ./powermeter package: builds the Debian package, the same bytes of the same commit wherever it is built.

# shellcheck source=system/launcher/data-directory.sh
source "$launcher/data-directory.sh"
# shellcheck source=system/launcher/build.sh
source "$launcher/build.sh"
# shellcheck source=system/launcher/package-contents.sh
source "$launcher/package-contents.sh"

package_usage="allowed: 'package [--version V] [--runtime linux-arm64|linux-arm|linux-x64] [--out DIR] [--built] [--lint]'."

stage='' # its directory is removed at the end, wherever that is

command_package() {
  local version='' runtime='' out=$root/artifacts/package built='' lint='' architecture=all app epoch file
  package_arguments "$@"
  require_dotnet
  command -v dpkg-deb >/dev/null || fail "dpkg-deb, which makes the package, is missing: this needs Debian, or a system that is made of it."
  epoch=$(source_date)
  mkdir -p -- "$root/artifacts/package"
  app=$root/artifacts/package/${runtime:-portable}
  stage=$(mktemp -d -- "$root/artifacts/package/.stage.XXXXXX")
  # mktemp's directory is closed to others; it becomes the package's root.
  chmod 0755 -- "$stage"
  trap 'end_step; rm -rf -- "$stage" "$stage.app" "$stage.said"' EXIT
  trap 'exit 130' INT TERM HUP PIPE
  publish_programs
  mkdir -p -- "$out" || fail "The directory $out could not be made."
  say "Packing…"
  fill_stage
  file=$out/powermeter_${version}_$architecture.deb
  # One thread: with more the compressed bytes are others.
  SOURCE_DATE_EPOCH=$epoch run_step dpkg-deb --root-owner-group --threads-max=1 -Zxz -z6 --build "$stage" "$file.new" >/dev/null \
    || fail "dpkg-deb could not make the package (see above)."
  mv -f -- "$file.new" "$file"
  [[ -z $lint ]] || lint_package "$file"
  printf '%s\n' "$file"
}

package_arguments() {
  while (($# > 0)); do
    case $1 in
      --built) built=1 ;;
      --lint) lint=1 ;;
      --version | --runtime | --out)
        [[ -n ${2:-} ]] || refuse "$1 needs a word after it, and none was given; $package_usage"
        case $1 in
          --version) version=$2 ;;
          --runtime) runtime=$2 ;;
          --out) out=$(realpath -m -- "$2") ;;
        esac
        shift
        ;;
      *) refuse "package does not know '$1'; $package_usage" ;;
    esac
    shift
  done
  case $runtime in
    '') ;;
    linux-arm64) architecture=arm64 ;;
    linux-arm) architecture=armhf ;;
    linux-x64) architecture=amd64 ;;
    *) refuse "--runtime is '$runtime'; allowed: linux-arm64, linux-arm and linux-x64. .NET knows no other processors of Debian's that a base station has." ;;
  esac
  [[ -z $built || -z $version$runtime ]] || refuse "--built packs the programs as they were built, so it takes neither --version nor --runtime."
  version=${version:-$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$root/Directory.Build.props")}
  # Debian's rules (deb-version(7)) for a package without a revision, as far as .NET can say it too.
  [[ $version =~ ^[0-9]{1,5}\.[0-9]{1,5}(\.[0-9]{1,5})?(~[a-z0-9]+(\.[a-z0-9]+)*)?(\+[a-z0-9]+(\.[a-z0-9]+)*)?$ ]] \
    || refuse "--version is '$version'; allowed: two or three numbers with dots, then perhaps ~ and a word for what comes before a version, or + and a word for what comes after it, such as 1.2.0, 1.2.0~rc1 or 1.2.0+site2."
}

# That of the commit, so that the package is the same whenever it is built; without git, of the newest source.
source_date() {
  if [[ ${SOURCE_DATE_EPOCH:-} =~ ^[0-9]+$ ]]; then
    printf '%s' "$SOURCE_DATE_EPOCH"
  else
    git -C "$root" log -1 --format=%ct 2>/dev/null \
      || find "$root/src" "$root/db" "$root/system" -type f -printf '%T@\n' | sort -n | tail -n 1 | cut -d . -f 1
  fi
}

publish_programs() { # into $app
  local name digest log=$root/artifacts/package/build.log options=(--configuration Release)
  mkdir -p -- "$app"
  if [[ -n $built ]]; then
    app=$stage.app
    options+=(--no-build)
  else
    digest=$(printf '%s\n' "$version" "$epoch" "$(sources_digest)" | sha256sum | cut -d ' ' -f 1)
    [[ $(cat -- "$app/stamp" 2>/dev/null) != "$digest" ]] || return 0
    rm -rf -- "$app"
    # Its own place for what is between: a build for another purpose neither spoils this one nor is spoilt by it.
    options+=(-p:Version="${version/\~/-}" -p:ArtifactsPath="$root/artifacts/package/build")
  fi
  if [[ -n $runtime ]]; then options+=(--runtime "$runtime" --self-contained true -p:UseAppHost=true); else options+=(-p:UseAppHost=false); fi
  rm -f -- "$log"
  for name in "${program_names[@]}"; do
    say "Building $name…"
    SOURCE_DATE_EPOCH=$epoch publish_one "$name"
  done
  [[ -n $built ]] || printf '%s\n' "$digest" >"$app/stamp"
}

publish_one() { # NAME
  if [[ -z $runtime ]]; then
    run_build "$log" publish "$root/src/$1" "${options[@]}" --output "$app/$1"
  elif ! (run_build "$log" publish "$root/src/$1" "${options[@]}" --output "$app/$1") 2>"$stage.said"; then
    rm -rf -- "$app"
    if grep -q -E 'Microsoft\.(NETCore|AspNetCore)\.App\.(Runtime|Host)|NETSDK1(112|127|202|183)' "$log"; then
      fail "The .NET runtime for $runtime, which goes into this package, could not be fetched from the package sources of this machine: build it where they have it, or build the package without --runtime."
    fi
    cat -- "$stage.said" >&2
    exit 1
  fi
}

lint_package() { # FILE
  install_missing lintian
  say "Lintian…"
  # As root it warns of itself.
  run_step lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$1" >&2 || fail "Lintian complains of the package (see above); what cannot be mended is to be overridden with its reason in system/debian/lintian-overrides."
}
