# shellcheck shell=bash disable=SC2154 # state is life.sh's
# What was fed against what the API says was stored.

stored_samples() { # SENSOR: time and watts, a line each
  api "sensors/$1/samples?format=csv" | awk -F , 'NR > 1 { printf "%s %.2f\n", $1, $2 }'
}

newest_watts() { # SENSOR: with two decimals, as it was fed
  api "sensors/$1/status" | sed -n 's/.*"last_watts":\([0-9.]*\).*/\1/p' | awk '{ printf "%.2f", $1 }'
}

count_missing() { # STORED: of the lines that must be there
  awk 'NR == FNR { stored[$2] = 1; next } $2 == "must" && !($1 in stored) { missing++ } END { print missing + 0 }' "$1" "$state/fed"
}

nothing_missing() { # SENSOR
  stored_samples "$1" >"$state/stored"
  (($(count_missing "$state/stored") == 0))
}

# Every line that had to become a sample did, once, and nothing else did.
check_samples() { # SENSOR
  local doubled strange
  eventually 60 "every sample that was read is stored ($(count_missing_now "$1") are missing)" nothing_missing "$1"
  doubled=$(cut -d ' ' -f 2 "$state/stored" | sort | uniq -d | wc -l)
  expect "samples that are there twice" 0 "$doubled"
  strange=$(awk 'NR == FNR { fed[$1] = 1; next } !($2 in fed) { print $2 }' "$state/fed" "$state/stored" | wc -l)
  expect "samples that nobody has sent" 0 "$strange"
  awk '$2 <= before { print "out of order: " $0; exit 1 } { before = $2 }' "$state/stored" || broken "The samples are not in the order in which they were sent."
  note "$(grep -c ' must$' "$state/fed") lines had to become samples, $(wc -l <"$state/stored") are stored, none lost, none twice."
}

count_missing_now() {
  stored_samples "$1" >"$state/stored"
  count_missing "$state/stored"
}

# The integral by hand: trapezoids between neighbours that are at most 60 s apart.
energy_by_hand() { # STORED: kilowatt-hours
  awk '
    { split($1, t, /[-T:Z]/); seconds = mktime(t[1] " " t[2] " " t[3] " " t[4] " " t[5] " " int(t[6])) + t[6] - int(t[6]) }
    NR > 1 && seconds - last <= 60 { wh += (seconds - last) * ($2 + watts) / 2 / 3600 }
    { last = seconds; watts = $2 }
    END { printf "%.9f", wh / 1000 }' "$1"
}

energy_by_api() { # SENSOR FROM TO: kilowatt-hours
  api "sensors/$1/energy?bucket=hour&format=csv&from=$2&to=$3" \
    | awk -F , 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "kwh") column = i } NR > 1 { sum += $column } END { printf "%.9f", sum }'
}

energy_agrees() { # SENSOR STORED
  local from to hand by_api
  from=$(head -n 1 "$2" | cut -d ' ' -f 1) to=$(tail -n 1 "$2" | cut -d ' ' -f 1)
  hand=$(energy_by_hand "$2") by_api=$(energy_by_api "$1" "$from" "$to")
  printf '%s %s\n' "$hand" "$by_api" >"$state/energy"
  awk '{ difference = $1 - $2; if (difference < 0) difference = -difference; exit !($1 > 0 && difference <= 0.0005 * $1 + 0.0000005) }' "$state/energy"
}

check_energy() { # SENSOR
  pause_feeder
  eventually 60 "all energy is computed" energy_is_done
  stored_samples "$1" >"$state/stored"
  eventually 60 "the API's energy is the integral of the samples" energy_agrees "$1" "$state/stored"
  note "Energy by hand and by the API, kWh: $(cat "$state/energy")"
  rm -f -- "$state/paused"
}
