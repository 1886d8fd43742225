#!/usr/bin/env bash
# Installs what a folder's package-lock.json names, unless that is what is there. Where npm is missing, and this is root on
# a Debian or Ubuntu, installs that first.
# Usage: tools/npm-install.sh FOLDER
set -euo pipefail
cd "${1:?a folder is needed}"

# Two test processes may want the same folder.
exec 9>"${TMPDIR:-/tmp}/npm-install-$(pwd | cksum | cut -d ' ' -f 1).lock"
! type -P flock >/dev/null || flock 9

if ! type -P npm >/dev/null; then
    if ((EUID != 0)) || ! type -P apt-get >/dev/null; then
        echo "npm-install.sh: Node.js 18 or later with npm is needed, and is not on the path." >&2
        exit 1
    fi
    { apt-get update && apt-get install --yes --no-install-recommends nodejs npm; } >&2
fi

installed=node_modules/.package-lock.json
if [[ ! -e $installed || package-lock.json -nt $installed ]]; then
    npm ci --no-progress >&2
fi
