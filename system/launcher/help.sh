# shellcheck shell=bash disable=SC2154 # me and place_name are powermeter's
# ./powermeter help [COMMAND], and COMMAND --help. The first letter of a line says where it holds: in the repository (D), where PowerMeter is installed
# (I), or in both (B).

command_help() { # nothing, or the COMMAND of which it is to tell
  local letter=D wanted=${1:-}
  (($# <= 1)) || refuse "help takes one command at most, and $# were given: $*."
  # Help on help is all there is.
  [[ ! $wanted =~ ^(help|--help|-h)$ ]] || wanted=''
  [[ -z $wanted ]] || require_command "$wanted"
  [[ $place_name == demo ]] || letter=I
  help_lines | awk -v letter="$letter" -v me="$me" -v wanted="$wanted" '
    substr($0, 1, 1) == "B" || substr($0, 1, 1) == letter {
      line = substr($0, 3)
      # A command has its line and those below that stand further in; two of its name may follow each other.
      if (line ~ /^  \.\/powermeter/) {
        split(line, words, " ")
        is_wanted = wanted == "" || index("|" words[2] "|", "|" wanted "|")
      } else if (line !~ /^   /) {
        is_wanted = wanted == ""
        if (wanted != "" && line ~ ("(^|[ ,])" wanted "[ ,].* --data DIR")) {
          print "      --data DIR                  of a demo that was started with it"
        }
      }
      if (!is_wanted) next
      # The shorter name leaves room: the second column stays where it is.
      if (me != "./powermeter" && line ~ /^  \.\/powermeter/) {
        first = substr(line, 1, 34)
        second = substr(line, 35)
        if (first !~ /  $/) { first = line; second = "" }
        sub(/\.\/powermeter/, me, first)
        line = second == "" ? first : sprintf("%-34s%s", first, second)
      }
      print line
    }'
}

help_lines() {
  cat <<'TEXT'
B PowerMeter: a local energy monitor.
B
D   ./powermeter demo [options]     build, start everything in the foreground; Ctrl-C stops it
D       --port N                    port of the web pages (1 to 65535; default 8080)
D       --data DIR                  where everything is kept (default: var in this folder)
D       --sensor KIND[=DEVICE]      add a sensor, such as acs712=/dev/ttyACM0 (can be repeated)
D       --days N                    days of made-up history on the first start (0 to 3650; default 400)
D       --no-simulator              without the simulated sensor
D       --first-run                 an empty base station, to be set up by the wizard in the browser or by 'setup'
D       --read-only                 site and API show everything and refuse every change
D       --w3bstream                 with a stand-in for W3bstream, to which signed readings are sent; its page lists them
D       --w3bstream-port N          port of the stand-in (1 to 65535; default 8091)
I   ./powermeter status [--json]    address and processes; exit code 3 if nothing runs
I   ./powermeter start|stop|restart [NAME]   all three processes, or receiver, processor or web; as root
I   ./powermeter logs [NAME]        follow the logs of receiver, processor and web (default: all), or install
I   ./powermeter service systemd|supervisor|status   who starts the three processes and keeps them going; as root
I   ./powermeter port80 enable|disable|status   answer on port 80 too, as http://powermeter.local does; as root
B   ./powermeter setup --answers FILE   the first run without a browser, by a file of answers or '-' (docs/first-run.md)
B       --if-new                    a success without a change when it is set up already
B   ./powermeter password NAME      another password for an account, asked for or from standard input; it is signed out everywhere
D   ./powermeter status [--json]    address, login and processes; exit code 3 if nothing runs
D   ./powermeter stop               stop a demo that runs in another terminal
D   ./powermeter logs [NAME]        follow the logs of receiver, processor, web, postgresql or w3bstream (default: all)
B   ./powermeter sensor list        the sensors; also add KIND[=DEVICE], change NAME, pause NAME and
B                                   remove NAME, with options (docs/sensors.md)
B   ./powermeter probe [--json]     what this machine has and what of it can be read (docs/probe.md);
B                                   --read SENSOR or --read KIND=DEVICE takes one reading
B   ./powermeter backup FILE        everything into one file, or '-' for standard output (docs/backup.md); --force overwrites one
B       --secrets                   with the keys, encrypted by a passphrase; --passphrase-file FILE reads it
B   ./powermeter verify FILE        compare a backup with its checksums, and say what is in it
B   ./powermeter restore FILE       put a backup in the place of all that is there; it asks (--yes answers) and backs up first
B       --no-backup, --no-secrets   without that backup; without the file's secrets; --passphrase-file FILE as above
B   ./powermeter psql [arguments]   PostgreSQL's shell in the database
B   ./powermeter token create NAME  make a bearer token of the API and print it, once (see docs/push.md)
B       --scope read|write|admin    what it may do (default: write)
B       --user NAME                 whose rights it has at most (default: the only admin)
B   ./powermeter token list         the tokens, and when each was last used
B   ./powermeter token revoke NAME  make a token worthless
B   ./powermeter identity [show]    the device's public key and addresses, by which W3bstream knows it; --json
B   ./powermeter identity import FILE   take the device's private key from a file, or '-': PEM, or hexadecimal or raw with
B                                   --curve secp256k1|secp256r1; --replace puts it in the place of another, which is kept
B   ./powermeter identity export raw|hex|pem --out FILE   write the private key, for the caller alone
B   ./powermeter offers list        what energy providers offer, of which day the prices are (see docs/offers.md)
B   ./powermeter offers update [URL|FILE]   a newer list of offers (default: the one that came with the program)
B   ./powermeter w3bstream show     how the signed readings for W3bstream get on, and how they are set (docs/w3bstream.md); --json too
B   ./powermeter w3bstream set KEY=VALUE...   change it, such as publish_url=https://…; token=- reads the token from standard input
B   ./powermeter w3bstream retry [N]   send refused readings again, all or the newest N
B   ./powermeter import FILE --sensor N   bring samples of other programs in; FILE may be '-' or a CitizenWatt database's
B                                   address, postgres://USER@HOST/DATABASE (docs/import.md)
B       --dry-run                   say what is in it, and write nothing
B       --from FORMAT               own, citizenwatt, emoncms or homeassistant (default: found from the first lines)
B   ./powermeter export --sensor N  write a sensor's samples as CSV to standard output (docs/import.md)
B       --from T, --to T            a span of time, such as 2026-03-01T00:00:00Z (default: all)
B       --bucket LENGTH             raw (default), or its energy by minute, quarter, hour, day, week, month, year or PT5M
B       --out FILE                  into a file, which has its name only when it is whole; --force overwrites one
D   ./powermeter package [options]  build the Debian package (docs/install.md)
D       --version V                 its version (default: that of Directory.Build.props)
D       --runtime RID               with the .NET runtime inside: linux-arm64, linux-arm or linux-x64
D       --out DIR                   where it goes (default: artifacts/package)
D       --lint                      check it with lintian, which is installed if it is missing
D   ./powermeter test [--filter TEXT]   build and run all tests, or those whose full name contains TEXT
D   ./powermeter bench [arguments]  build and run the benchmarks
D   ./powermeter fuzz [N] [DECODER...]  give each decoder N random inputs (default 10000000)
B   ./powermeter help [COMMAND]     this text, or what it says of one command, as COMMAND --help does
B
I Everything of an installed base station is root's and the user powermeter's: the commands need root (sudo).
D status, stop, setup, password, logs, probe, sensor, token, identity, offers, w3bstream, import, export, backup, restore, verify and psql also take --data DIR, for a demo that was started with it.
TEXT
}
