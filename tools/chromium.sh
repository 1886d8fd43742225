#!/usr/bin/env bash
# Prints the path of a Chromium or Chrome. Where there is none, and this is root on a Debian or Ubuntu, installs one first.
set -euo pipefail

find_browser() { type -P chromium || type -P chromium-browser || type -P google-chrome; }

if ! find_browser; then
    if ((EUID != 0)) || ! type -P apt-get >/dev/null; then
        echo "chromium.sh: Chromium is needed, and is not on the path." >&2
        exit 1
    fi
    { apt-get update && apt-get install --yes --no-install-recommends chromium; } >&2
    find_browser
fi
