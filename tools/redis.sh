#!/usr/bin/env bash
# A real Redis server for tests. The state directory is $TMPDIR/dealinsights-redis-$UID unless given.
#   tools/redis.sh start [--state DIR] [--port N]   makes a server available and prints its address, host:port
#   tools/redis.sh stop  [--state DIR]              stops what start started and removes the state
#   tools/redis.sh kill | freeze | resume [--state DIR]   what befalls servers, for fault tests; start brings a killed one back
# Taken is the first that works of: $DEALINSIGHTS_TEST_REDIS (an address), redis-server on PATH, Docker, and Debian's
# redis-server, which the script installs itself.
set -euo pipefail

readonly image=redis:7.4-alpine
readonly ready_seconds=30
state=${TMPDIR:-/tmp}/dealinsights-redis-$UID
port=
tried=()

say() { printf 'redis.sh: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
has() { type -P "$1" >/dev/null; }
failed() { tried+=("$*"); say "$*"; return 1; }
recorded() { cat "$state/$1" 2>/dev/null || true; }
# macOS has no timeout; Docker serves there.
has timeout || timeout() { shift; "$@"; }

# "kind" marks a directory as ours, so that a wrong --state costs nobody their files.
open_state() {
  mkdir -m 700 -p "$state"
  state=$(cd -P "$state" && pwd)
  [[ -O $state ]] || die "the state directory $state belongs to somebody else"
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
    [[ $command == *redis-server*":$(recorded port)"* ]]
  fi
}

# Killed, not asked: a server which a test has suspended takes nothing else.
end_server() {
  if [[ $(recorded kind) == docker ]]; then
    [[ ! -s $state/container ]] || docker rm -f -v "$(recorded container)" >/dev/null 2>&1 || true
  elif server_alive; then
    kill -KILL "$(recorded pid)" 2>/dev/null || true
    while server_alive; do sleep 0.05; done
  fi
  rm -f "${state:?}"/{log,pid,port,container}
}

# shellcheck disable=SC2016
answers() {
  timeout 2 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" && printf "PING\r\n" >&3 && head -c 5 <&3 | grep -q +PONG' _ \
    "$1" 2>/dev/null
}

# Our own server has to live too: the answer alone could come from another one that took the port first.
wait_ready() {
  local end=$((SECONDS + ready_seconds))
  while ((SECONDS < end)) && server_alive; do
    ! answers "$1" || { server_alive; return; }
    sleep 0.05
  done
  return 1
}

# Below the range from which the kernel takes ports for outgoing connections.
free_port() {
  local free
  for _ in {1..100}; do
    free=$((20000 + RANDOM % 12000))
    (: <>"/dev/tcp/127.0.0.1/$free") 2>/dev/null || { echo "$free"; return 0; }
  done
  return 1
}

# Inherits no descriptor of the caller, who would otherwise wait for the end of our output.
# shellcheck disable=SC2016
launch() {
  echo "$1" >"$state/port"
  setsid nohup bash -c 'for f in /proc/$$/fd/*; do fd=${f##*/}; ((fd < 3)) || exec {fd}>&-; done
    echo $$ >"$0/pid"; exec redis-server --port "$1" --bind 127.0.0.1 --save "" --appendonly no --dir "$0"' \
    "$state" "$1" </dev/null >"$state/log" 2>&1 &
  for _ in {1..100}; do
    # Until then it is the shell that will become the server.
    [[ ! -s $state/pid ]] || ! server_alive || return 0
    sleep 0.05
  done
  return 1
}

start_server() {
  has redis-server || failed "redis-server: not on PATH" || return 1
  for _ in {1..5}; do
    # A port that was asked for is the only one; another may have been taken meanwhile.
    launch "${port:-$(free_port)}" && wait_ready "$(recorded port)" && return 0
    [[ -z $port ]] || break
  done
  tail -n 5 "$state/log" >&2
  failed "redis-server: it did not come up"
}

start_docker() {
  local name=dealinsights-redis-$UID-$$-$RANDOM bound
  has docker || failed "Docker: not installed" || return 1
  timeout 10 docker info >/dev/null 2>&1 || failed "Docker: no engine answers" || return 1
  docker image inspect "$image" >/dev/null 2>&1 || docker pull "$image" >&2 ||
    failed "Docker: $image cannot be pulled" || return 1
  say "starting $image in Docker"
  echo "$name" >"$state/container"
  docker run -d --name "$name" -p "127.0.0.1:$port:6379" "$image" redis-server --save "" --appendonly no >/dev/null &&
    bound=$(docker port "$name" 6379/tcp) || failed "Docker: the container cannot be started" || return 1
  echo "${bound##*:}" >"$state/port"
  wait_ready "${bound##*:}" || failed "Docker: the server did not come up"
}

start_apt() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  has apt-get || failed "apt-get: not there" || return 1
  if ((EUID != 0)); then
    has sudo && sudo -n true 2>/dev/null || failed "apt-get: needs root or sudo" || return 1
    apt=(sudo -n "${apt[@]}")
  fi
  say "installing redis-server with apt-get"
  { "${apt[@]}" update || say "apt-get update failed, going on with the lists there are"
    # The package would start a server of its own on the usual port.
    RUNLEVEL=1 "${apt[@]}" install --no-install-recommends redis-server; } >"$state/log" 2>&1 </dev/null ||
    { tail -n 15 "$state/log" >&2; failed "apt-get: redis-server cannot be installed"; return 1; }
  start_server
}

start() {
  local way
  if [[ -n ${DEALINSIGHTS_TEST_REDIS:-} ]]; then
    say "using DEALINSIGHTS_TEST_REDIS"
    printf '%s\n' "$DEALINSIGHTS_TEST_REDIS"
    return 0
  fi
  open_state
  if server_alive && answers "$(recorded port)"; then
    say "already started"
    printf '127.0.0.1:%s\n' "$(recorded port)"
    return 0
  fi
  trap 'end_server; rm -f "$state/kind"; rmdir "$state" || true' EXIT
  trap 'exit 130' INT TERM HUP
  for way in server docker apt; do
    end_server
    echo "$way" >"$state/kind"
    "start_$way" || continue
    trap - EXIT
    printf '127.0.0.1:%s\n' "$(recorded port)"
    return 0
  done
  say "no Redis server could be made available. Tried:"
  printf '  - %s\n' "${tried[@]}" >&2
  die "install Docker or redis-server, or set DEALINSIGHTS_TEST_REDIS to an address (host:port)"
}

stop() {
  [[ -e $state/kind ]] || return 0
  open_state
  end_server
  rm -rf "${state:?}"
}

befall() {
  server_alive || die "no server of ours runs here"
  if [[ $(recorded kind) == docker ]]; then
    docker "$2" "$(recorded container)" >/dev/null
  else
    kill "-$1" "$(recorded pid)"
    # Its port is free, or its silence certain, only then.
    [[ $1 != KILL ]] || while server_alive; do sleep 0.02; done
  fi
}

command=${1:-}
[[ $# -eq 0 ]] || shift
while (($# > 0)); do
  case "$1 ${2:-}" in
    "--state "?*) state=$2 ;;
    "--port "[0-9]*) port=$2 ;;
    *) die "unknown or incomplete argument: $1" ;;
  esac
  shift 2
done
case $command in
  start | stop) "$command" ;;
  kill) befall KILL kill ;;
  freeze) befall STOP pause ;;
  resume) befall CONT unpause ;;
  *) die "usage: tools/redis.sh start|stop|kill|freeze|resume [--state DIR] [--port N]" ;;
esac
