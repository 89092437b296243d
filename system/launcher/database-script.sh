# shellcheck shell=bash
# Passwords of the roles, and what psql runs to make roles and database: for a private cluster and for Debian's alike.

# 30 random bytes are 40 characters; libpq's file gives ':' and '\' a meaning, base64url has neither.
random_password() { head -c 30 /dev/urandom | base64 -w 0 | tr '+/' '-_'; }

password_line() { printf '*:*:*:%s:%s\n' "$1" "$2"; } # ROLE PASSWORD: a line of libpq's password file

# Takes 'NAME PASSWORD' lines on standard input, for owner, receiver, processor and web. The passwords go to psql by
# its standard input: a command line can be read by everybody on the machine.
database_script() { # create-database.sql
  local name password
  printf "\\\\set database 'powermeter'\n"
  while read -r name password; do
    # A superuser runs what this writes: no quote may end the word.
    [[ $name =~ ^[a-z]+$ && $password =~ ^[A-Za-z0-9_-]{20,}$ ]] \
      || fail "The password of the role powermeter_$name has characters that were never made here (letters, digits, - and _): remove its file, and a new one is made."
    printf "\\\\set %s_password '%s'\n" "$name" "$password"
  done
  cat -- "$1"
}
