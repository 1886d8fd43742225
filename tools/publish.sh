#!/usr/bin/env bash
# Publishes the service as the Dockerfile does, for this machine.
# Usage: tools/publish.sh CONFIGURATION FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."

case $(uname -m) in
    aarch64 | arm64) arch=arm64 ;;
    *) arch=x64 ;;
esac

exec dotnet publish src/WebApi --configuration "${1:?configuration}" --arch "$arch" --self-contained true \
    -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true --output "${2:?folder}"
